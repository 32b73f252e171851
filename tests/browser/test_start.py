"""Ann chooses a kind of dialogue at a real browser: what it asks, and the words that open it, are those of her
choice."""

from playwright.sync_api import expect

from dialogue.engine.exercises import exercise


def test_what_a_dialogue_asks_and_the_words_that_open_it_follow_the_kind_that_ann_chooses(sit):
    page = sit("Ann").page
    page.goto("/sessions")
    for id in ("couples_dialogue", "deepening"):
        chosen = exercise(id)
        page.get_by_text(chosen.title, exact=True).first.click()
        expect(page.get_by_label("Your topic, in one sentence")).to_be_visible()
        for words in (chosen.topic, chosen.topic_stem):
            expect(page.locator("[data-prompt]").get_by_text(words, exact=True)).to_be_visible()
    expect(page.locator("[data-opens]").first).to_be_hidden()
