//! `src/types.rs`: records, unions and lists.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{RustFile, docs, gone, ident, locals, ty};
use super::tables;
use crate::plan::{
    Check, ChoicePlan, ChoiceVariant, FieldPlan, Item, ListPlan, Modifier, Plan, RustType, StructPlan, UnionPlan,
    VariantPlan, View,
};

pub(super) fn print(plan: &Plan) -> Result<Option<String>, String> {
    if plan.types.is_empty() {
        return Ok(None);
    }
    let mut file = RustFile::new(&plan.header, &["Records and unions, in the order of the documents."]);
    file.imports(imports(plan))?;
    for item in &plan.types {
        match item {
            Item::Struct(p) => record(&mut file, p)?,
            Item::Union(p) => union(&mut file, p)?,
            Item::List(p) => list(&mut file, p)?,
            Item::Enum(_) | Item::Alias(_) => {}
        }
    }
    Ok(Some(file.finish()))
}

/// Imports of what the types refer to in the other modules.
fn imports(plan: &Plan) -> TokenStream {
    let mut used = Vec::new();
    let mut constants: BTreeSet<&str> = BTreeSet::new();
    let tables: String = plan.types.iter().map(table).collect();
    for item in &plan.types {
        match item {
            Item::Struct(p) => p.fields.iter().for_each(|f| locals(&f.ty, &mut used)),
            Item::Union(p) => p.variants.iter().filter_map(|v| v.ty.as_ref()).for_each(|t| locals(t, &mut used)),
            Item::List(p) => locals(&p.item, &mut used),
            Item::Enum(_) | Item::Alias(_) => {}
        }
    }
    let words: BTreeSet<&str> = tables.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    constants.extend(plan.namespaces.iter().map(|(name, _)| name.as_str()).filter(|name| words.contains(name)));
    let used: BTreeSet<&str> = used.into_iter().collect();
    let uses = |items: &[Item]| items.iter().any(|item| used.contains(item.ident()));
    let codes = uses(&plan.codes).then(|| {
        quote!(
            use crate::codes::*;
        )
    });
    let scalars = uses(&plan.scalars).then(|| {
        quote!(
            use crate::scalars::*;
        )
    });
    let rules = plan.types.iter().flat_map(checks).any(Check::is_named).then(|| {
        quote!(
            use crate::rules;
        )
    });
    let constants = constants.into_iter().map(ident);
    let namespaces = constants.len().gt(&0).then(|| quote!(use crate::{#(#constants),*};));
    quote!(#codes #rules #scalars #namespaces)
}

/// What the values of an item are checked by.
fn checks(item: &Item) -> Vec<&Check> {
    match item {
        Item::Struct(p) => {
            let modifiers = p.fields.iter().flat_map(|field| &field.entry.modifiers);
            modifiers
                .filter_map(|modifier| if let Modifier::Check(check) = modifier { Some(check) } else { None })
                .collect()
        }
        Item::Union(p) => p.variants.iter().filter_map(|variant| variant.check.as_ref()).collect(),
        Item::List(p) => p.check.iter().collect(),
        Item::Enum(_) | Item::Alias(_) => Vec::new(),
    }
}

fn table(item: &Item) -> String {
    match item {
        Item::Struct(p) => tables::record(p),
        Item::Union(p) => tables::union(p),
        Item::List(p) => tables::list(p),
        Item::Enum(p) => tables::open_enum(p),
        Item::Alias(_) => String::new(),
    }
}

fn record(file: &mut RustFile, plan: &StructPlan) -> Result<(), String> {
    let name = ident(&plan.ident);
    let doc = docs(&plan.docs);
    let default = plan.has_default.then(|| quote!(Default,));
    let fields = plan.fields.iter().map(|f| {
        let (doc, gone, field, ty) = (docs(&f.docs), gone(f.gone), ident(&f.ident), ty(&f.ty));
        quote!(#doc #gone pub #field: #ty)
    });
    file.items(quote! {
        #doc
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    })?;
    if !plan.has_default {
        file.items(constructor(plan))?;
    }
    file.table(&tables::record(plan));
    plan.choices.iter().try_for_each(|choice| file.items(choice_view(plan, choice)))
}

/// `new` with the required fields, for callers who build a record: they cannot write the struct out.
fn constructor(plan: &StructPlan) -> TokenStream {
    let name = ident(&plan.ident);
    let (required, omittable): (Vec<&FieldPlan>, Vec<&FieldPlan>) =
        plan.fields.iter().partition(|f| !f.ty.is_omittable());
    let arguments = required.iter().map(|f| {
        let (field, ty) = (ident(&f.ident), ty(&f.ty));
        quote!(#field: #ty)
    });
    let given = required.iter().map(|f| ident(&f.ident));
    let defaults = omittable.iter().map(|f| {
        let field = ident(&f.ident);
        match &f.ty {
            RustType::Option(_) => quote!(#field: None),
            RustType::List(_) => quote!(#field: Vec::new()),
            RustType::OneOrMany(_) => quote!(#field: skatteetaten::OneOrMany::default()),
            _ => quote!(#field: Default::default()),
        }
    });
    let many = (required.len() > 7).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "one for each required member of the document")]),
    );
    quote! {
        impl #name {
            /// A record with its required members; the others are absent.
            #[must_use]
            #many
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#given,)* #(#defaults),* }
            }
        }
    }
}

fn choice_view(record: &StructPlan, choice: &ChoicePlan) -> TokenStream {
    let (owner, view, method) = (ident(&record.ident), ident(&choice.ident), ident(&choice.method));
    let title = format!(" The branch of a choice that is present in [`{}`].", record.ident);
    let method_title = format!(" Which of {} is present.", choice.docs.join(", "));
    let variants = choice.variants.iter().map(view_variant);
    let branches = choice.variants.iter().map(|v| view_branch(&view, v));
    quote! {
        #[doc = #title]
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #view<'a> { #(#variants),* }

        impl #owner {
            #[doc = #method_title]
            ///
            /// # Errors
            /// When more than one is; all of them are still in the record.
            pub fn #method(&self) -> Result<Option<#view<'_>>, skatteetaten::ChoiceError> {
                skatteetaten::one_of([#(#branches),*])
            }
        }
    }
}

fn view_variant(variant: &ChoiceVariant) -> TokenStream {
    let name = ident(&variant.ident);
    let doc = format!(" `{}`", variant.name.replace('`', "'"));
    match variant.fields.as_slice() {
        [(_, view, inner)] => {
            let inner = viewed(*view, inner);
            quote!(#[doc = #doc] #name(#inner))
        }
        fields => {
            let fields = fields.iter().map(|(field, view, inner)| {
                let doc = format!(" `{field}`");
                let (field, inner) = (ident(field), viewed(*view, inner));
                match view {
                    View::Slice => quote!(#[doc = #doc] #field: #inner),
                    View::Optional | View::Boxed => quote!(#[doc = #doc] #field: Option<#inner>),
                }
            });
            quote!(#[doc = #doc] #name { #(#fields),* })
        }
    }
}

fn viewed(view: View, inner: &RustType) -> TokenStream {
    let inner = ty(inner);
    match view {
        View::Optional | View::Boxed => quote!(&'a #inner),
        View::Slice => quote!(&'a [#inner]),
    }
}

fn view_branch(view: &proc_macro2::Ident, variant: &ChoiceVariant) -> TokenStream {
    let (name, text) = (ident(&variant.ident), &variant.name);
    let value = match variant.fields.as_slice() {
        [(field, how, _)] => {
            let field = ident(field);
            match how {
                View::Optional => quote!(self.#field.as_ref().map(#view::#name)),
                View::Boxed => quote!(self.#field.as_deref().map(#view::#name)),
                View::Slice => quote!((!self.#field.is_empty()).then(|| #view::#name(&self.#field))),
            }
        }
        fields => {
            let present = fields.iter().map(|(field, how, _)| {
                let field = ident(field);
                match how {
                    View::Slice => quote!(!self.#field.is_empty()),
                    View::Optional | View::Boxed => quote!(self.#field.is_some()),
                }
            });
            let values = fields.iter().map(|(field, how, _)| {
                let field = ident(field);
                match how {
                    View::Slice => quote!(#field: &self.#field),
                    View::Optional => quote!(#field: self.#field.as_ref()),
                    View::Boxed => quote!(#field: self.#field.as_deref()),
                }
            });
            quote!((#(#present)||*).then(|| #view::#name { #(#values),* }))
        }
    };
    quote!((#text, #value))
}

fn union(file: &mut RustFile, plan: &UnionPlan) -> Result<(), String> {
    let (name, unknown, doc) = (ident(&plan.ident), ident(&plan.unknown), docs(&plan.docs));
    let variants = plan.variants.iter().map(union_variant);
    file.items(quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A type that the document does not name: kept and written back as it came.
            #unknown(skatteetaten::UnknownVariant),
        }
    })?;
    file.table(&tables::union(plan));
    Ok(())
}

fn union_variant(variant: &VariantPlan) -> TokenStream {
    let (name, doc, gone) = (ident(&variant.ident), docs(&variant.docs), gone(variant.gone));
    let content = variant.ty.as_ref().map(|t| {
        let t = ty(t);
        quote!((#t))
    });
    quote!(#doc #gone #name #content)
}

fn list(file: &mut RustFile, plan: &ListPlan) -> Result<(), String> {
    let (name, doc, item) = (ident(&plan.ident), docs(&plan.docs), ty(&plan.item));
    file.items(quote! {
        #doc
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #name(
            /// The items.
            pub Vec<#item>,
        );
    })?;
    file.table(&tables::list(plan));
    Ok(())
}
