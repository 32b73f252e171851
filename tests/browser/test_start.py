"""Ann chooses a kind of dialogue at a real browser: the words that open it are those of her choice."""

from playwright.sync_api import expect

from dialogue.engine.exercises import exercise


def test_the_words_that_open_a_dialogue_follow_the_kind_that_ann_chooses(sit):
    page = sit("Ann").page
    page.goto("/sessions")
    for id in ("couples_dialogue", "deepening"):
        chosen = exercise(id)
        page.get_by_text(chosen.title, exact=True).first.click()
        expect(page.get_by_label("Your topic, in one sentence")).to_be_visible()
        expect(page.locator("[data-prompt]")).to_have_text(chosen.topic_stem)
    expect(page.locator("[data-opens]").first).to_be_hidden()
