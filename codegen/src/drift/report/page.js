"use strict";
const boxes = [...document.querySelectorAll("input[name=class]")];
const search = document.getElementById("search");
const all = document.getElementById("all");
const shown = document.getElementById("shown");
function apply() {
  const classes = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const words = search.value.toLowerCase();
  let count = 0;
  for (const finding of document.querySelectorAll(".finding")) {
    const fits = classes.has(finding.dataset.class) && finding.textContent.toLowerCase().includes(words);
    finding.classList.toggle("hidden", !fits);
    count += fits ? 1 : 0;
  }
  for (const node of [...document.querySelectorAll(".node")].reverse()) {
    const some = node.querySelector(".finding:not(.hidden)");
    const named = all.checked && (words === "" || node.textContent.toLowerCase().includes(words));
    node.classList.toggle("hidden", !some && !named);
  }
  shown.textContent = count + (count === 1 ? " change shown" : " changes shown");
}
for (const input of [...boxes, search, all]) input.addEventListener("input", apply);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
});
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
apply();
