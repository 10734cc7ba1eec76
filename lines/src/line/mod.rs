//! The grammar of lines: what each is (`rows`), the labels and headings that it begins with
//! (`labels`, `declaration`), and what stands in it: ids, titles, values, criteria, paths. The words
//! of all languages are tables in `words`. YAML, which is read by another grammar, is `yaml`.

#![deny(clippy::indexing_slicing, clippy::string_slice)]

pub mod criteria;
pub mod declaration;
pub mod ids;
pub mod labels;
pub mod paths;
pub mod rows;
pub mod statement;
pub mod titles;
pub mod values;
pub mod words;
pub mod yaml;
