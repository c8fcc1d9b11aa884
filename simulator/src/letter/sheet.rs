//! The letter on one page of A4, and the PDF around it. No random id and no time of making stand in it:
//! the same letter is the same bytes.

use pdf_writer::{Content, Finish, Pdf, Rect, Ref, TextStr};
use realname_provider::identity::organization_code::OrgCodeType;

use super::font::{Font, Objects};
use super::pen::{FONT_NAME, LINE, MARGIN, PAGE, Pen, TEXT};
use super::{Letter, seal};

const LABEL_WIDTH: f32 = 124.0;
/// How many characters of a fact are written, and of the application's name: the page has an end.
const FACT_CHARACTERS_MAX: usize = 100;
const APP_CHARACTERS_MAX: usize = 40;
const TITLE: &str = "企业对公打款认证授权书";

const OBJECTS: Objects = Objects {
    font: Ref::new(5),
    descendant: Ref::new(6),
    descriptor: Ref::new(7),
    characters: Ref::new(8),
    file: Ref::new(9),
};

/// A fact, cut where it would leave the page.
fn fact(text: &str, characters_max: usize) -> String {
    match text.char_indices().nth(characters_max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The letter as a PDF, with a seal or without.
pub(super) fn write(letter: &Letter, stamped: bool) -> Vec<u8> {
    let mut pen = Pen { content: Content::new(), font: Font::open() };
    draw(&mut pen, letter, stamped);
    bind(pen)
}

fn draw(pen: &mut Pen, letter: &Letter, stamped: bool) {
    let width = PAGE.0 - 2.0 * MARGIN;
    pen.content.set_stroke_rgb(0.6, 0.64, 0.7).set_line_width(0.6);
    pen.content.set_fill_rgb(0.48, 0.25, 0.95);
    pen.centred(PAGE.1 - 48.0, 10.0, "仿真环境 · 本文件由模拟程序生成，不具有法律效力");
    pen.content.set_fill_rgb(0.1, 0.14, 0.19);
    pen.centred(PAGE.1 - 108.0, 20.0, TITLE);

    let app = fact(&letter.app, APP_CHARACTERS_MAX);
    let opening = format!(
        "　　本单位因在「{app}」办理企业实名认证，现授权下列经办人代表本单位提交对公账户信息，办理对公打款认证，并对所提交信息的真实性、合法性和有效性负责。"
    );
    let mut y = pen.paragraph((MARGIN, PAGE.1 - 156.0), width, &opening) - 6.0;

    let code_label = match letter.code_type {
        OrgCodeType::Uscc => "统一社会信用代码",
        OrgCodeType::Registration => "工商注册号",
    };
    let rows = [
        ("企业名称", letter.organization.as_str()),
        (code_label, &letter.code),
        ("法定代表人", &letter.legal_rep),
        ("经办人", &letter.transactor),
        ("接入应用", &app),
        ("认证流程编号", &letter.flow),
    ];
    pen.rule(y + LINE - 6.0);
    for (label, value) in rows {
        pen.text((MARGIN + 4.0, y - 4.0), TEXT, label);
        y = pen.paragraph(
            (MARGIN + LABEL_WIDTH, y - 4.0),
            width - LABEL_WIDTH,
            &fact(value, FACT_CHARACTERS_MAX),
        );
        pen.rule(y + LINE - 10.0);
    }

    let closing = "　　经办人在本次认证中的操作即视为本单位的行为，由此产生的后果由本单位承担。本授权书仅用于上述认证流程，自盖章之日起生效，认证完成后终止。";
    y = pen.paragraph((MARGIN, y - 18.0), width, closing) - 46.0;
    let right = PAGE.0 - MARGIN - 190.0;
    pen.text((right, y), TEXT, "单位名称（盖章）：");
    let date = letter.date.in_shanghai().date();
    let date = format!("日期：{} 年 {} 月 {} 日", date.year(), date.month(), date.day());
    pen.text((right, y - 96.0), TEXT, &date);
    if stamped {
        seal::put(pen, (right + 108.0, y - 46.0), &fact(&letter.organization, FACT_CHARACTERS_MAX));
    }
    pen.content.set_fill_rgb(0.36, 0.42, 0.49);
    pen.centred(48.0, 9.0, "请打印后加盖企业公章，再将扫描件（PDF、PNG 或 JPG，不超过 5 MB）上传到认证页面");
}

fn bind(pen: Pen) -> Vec<u8> {
    let Pen { content, font } = pen;
    let [catalog, pages, page, contents, info] = [1, 2, 3, 4, 10].map(Ref::new);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages).lang(TextStr("zh-CN"));
    pdf.pages(pages).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).parent(pages).contents(contents);
    sheet.resources().fonts().pair(FONT_NAME, OBJECTS.font);
    sheet.finish();
    pdf.stream(contents, &content.finish());
    font.write(&mut pdf, &OBJECTS);
    pdf.document_info(info).title(TextStr(TITLE));
    pdf.finish()
}

#[cfg(test)]
mod tests {
    use realname_provider::time::Time;

    use super::*;

    fn letter(organization: &str) -> Letter {
        Letter {
            organization: organization.into(),
            code_type: OrgCodeType::Uscc,
            code: "91330201MA2AAAAA0X".into(),
            legal_rep: "王喆".into(),
            transactor: "郭建华".into(),
            app: "智慧物业".into(),
            flow: "OF-1f0d5c6e2b7a4c11903ddc0a6be2f7a5".into(),
            date: Time::parse_rfc3339("2026-03-02T09:00:00+08:00").expect("a time"),
        }
    }

    #[test]
    fn the_same_letter_is_the_same_bytes_and_a_small_file() {
        let letter = letter("宁波某某制造有限公司");
        let bytes = letter.pdf();
        assert_eq!(bytes, letter.pdf());
        assert!(bytes.starts_with(b"%PDF-1.") && bytes.ends_with(b"%%EOF"), "{} bytes", bytes.len());
        assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
        assert_ne!(bytes, letter.stamped_pdf());
    }

    #[test]
    fn the_longest_facts_stay_on_the_page() {
        let mut letter = letter(&"某".repeat(500));
        letter.app = "应用".repeat(300);
        letter.legal_rep = "王".repeat(500);
        letter.transactor = "郭".repeat(500);
        let mut pen = Pen { content: Content::new(), font: Font::open() };
        draw(&mut pen, &letter, true);
        let content = pen.content.finish();
        let text = String::from_utf8_lossy(&content);
        let lowest = text
            .lines()
            .filter_map(|line| line.strip_suffix(" Tm")?.rsplit(' ').next()?.parse::<f32>().ok())
            .fold(PAGE.1, f32::min);
        assert!(lowest >= 48.0, "{lowest}");
    }

    #[test]
    fn a_line_is_broken_before_it_is_full_and_never_before_a_closing_sign() {
        let pen = Pen { content: Content::new(), font: Font::open() };
        assert_eq!(pen.lines(TEXT * 3.0, "某某公司，某某"), ["某某公", "司，某", "某"]);
        assert_eq!(pen.lines(TEXT * 3.0, "某某某。"), ["某某某。"]);
    }
}
