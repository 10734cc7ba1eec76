//! If the page's own code fails, it says so; what was typed is in the journal and the database.

use crate::browser;

/// Shows a plain page instead of a frozen one.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let document = browser::document();
        let (Some(body), Ok(words)) = (document.body(), document.create_element("div")) else {
            return;
        };
        let mut text = String::from(
            "Sprintloom's page has stopped because of a defect in it. Your documents are saved in this browser: \
             reload the page to go on. What happened: ",
        );
        text.push_str(&info.to_string());
        words.set_text_content(Some(&text));
        let _ = words.set_attribute("class", "last-words");
        let _ = words.set_attribute("role", "alert");
        let _ = body.append_child(&words);
    }));
}
