//! A project as bytes that another build can read: its name and its documents in a way that stays, and
//! behind them all of it in the form of this build ([`FORM`]). A build with another form takes the
//! name and the documents, and starts afresh with the rest, as it does with what it has saved.

use sprintloom_core::project::Project;
use sprintloom_core::source::Document;

use crate::persist::FORM;
use crate::wire::codec::{Input, Wire};
use crate::wire::{from_bytes, to_bytes};

struct Parcel(Project);

impl Wire for Parcel {
    fn put(&self, out: &mut Vec<u8>) {
        let project = &self.0;
        FORM.put(out);
        project.name.put(out);
        project.documents.put(out);
        let rest = Project {
            documents: Vec::new(),
            ..project.clone()
        };
        rest.put(out);
    }

    fn get(input: &mut Input) -> Self {
        let form = u32::get(input);
        let name = Wire::get(input);
        let documents: Vec<Document> = Wire::get(input);
        let rest = if form == FORM {
            Project::get(input)
        } else {
            Project::default()
        };
        Self(Project {
            name,
            documents,
            ..rest
        })
    }
}

/// The project as bytes.
pub fn packed(project: &Project) -> Vec<u8> {
    to_bytes(&Parcel(project.clone()))
}

/// The project that these bytes are; `None` where they are none.
pub fn unpacked(bytes: &[u8]) -> Option<Project> {
    from_bytes(bytes).map(|Parcel(project)| project)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> Project {
        let mut project = Project {
            name: Some("Quay".to_owned()),
            documents: vec![Document::new("epics.md", "## Epic 1: Ä\n")],
            ..Project::default()
        };
        project.settings.plan.batch_size = 5;
        project
    }

    #[test]
    fn a_project_comes_back_whole() {
        assert_eq!(unpacked(&packed(&project())), Some(project()));
    }

    #[test]
    fn of_another_form_name_and_documents_come_back() {
        let mut bytes = packed(&project());
        bytes[0] = 99;
        bytes.truncate(bytes.len() - 3);
        let found = unpacked(&bytes).expect("what stays can be read");
        assert_eq!(found.documents, project().documents);
        assert_eq!(found.name, project().name);
        assert_eq!(found.settings, Project::default().settings);
    }

    #[test]
    fn what_was_cut_short_is_none() {
        let bytes = packed(&project());
        for length in 0..bytes.len() {
            assert_eq!(unpacked(&bytes[..length]), None, "{length}");
        }
    }
}
