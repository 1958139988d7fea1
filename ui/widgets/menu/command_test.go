package menu

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/widgettest"
)

// removal is a command whose text and use depend on what is selected.
type removal struct {
	enabled, kept, ticked bool
	did                   int
}

func (r *removal) command() Command {
	return Command{
		Text: "Delete", Key: fyne.KeyD, Action: func() { r.did++ },
		TextNow: func() string {
			if r.kept {
				return "Keep"
			}
			return "Delete"
		},
		Enabled: func() bool { return r.enabled },
		Checked: func() bool { return r.ticked },
	}
}

func TestACommandStandsInTheMenuOfTheWindow(t *testing.T) {
	r := &removal{kept: true}
	w := widgettest.NewWindow(t, widgets.NewButton("below", nil), 300, 200)
	exit := Command{Text: "Exit", Key: fyne.KeyQ, Action: func() {}}
	menu, update := Main(w.Canvas(), Menu{Text: "Connection", Commands: []Command{r.command(), {}, exit}})
	items := menu.Items[0].Items
	update()
	widgettest.Equal(t, "text of what is selected", items[0].Label, "Keep")
	r.kept = false
	update()
	widgettest.Equal(t, "text of another selection", items[0].Label, "Delete")
	widgettest.Equal(t, "disabled", items[0].Disabled, true)
	widgettest.Equal(t, "line between groups", items[1].IsSeparator, true)
	widgettest.Equal(t, "Exit ends the program", items[2].IsQuit, true)
	r.enabled, r.ticked = true, true
	update()
	widgettest.Equal(t, "disabled, once it can be used", items[0].Disabled, false)
	widgettest.Equal(t, "ticked", items[0].Checked, true)
	key := items[0].Shortcut.(*desktop.CustomShortcut)
	widgettest.Equal(t, "key", key.KeyName, fyne.KeyD)
	items[0].Action()
	widgettest.Equal(t, "times done", r.did, 1)
	widgets.AddOverlay(w.Canvas(), canvas.NewRectangle(nil))
	items[0].Action()
	widgettest.Equal(t, "times done below a dialog", r.did, 1)
}

func TestACommandStandsInAContextMenu(t *testing.T) {
	r := &removal{kept: true}
	w := widgettest.NewWindow(t, widgets.NewButton("below", nil), 300, 200)
	ShowCommands(w.Canvas(), fyne.NewPos(10, 10), r.command(), Command{}, Command{Text: "Edit...", Action: func() {}})
	menu, open := menuOn(w)
	if !open {
		t.Fatal("no menu is open")
	}
	widgettest.Equal(t, "text", menu.items[0].Item.Label, "Keep")
	widgettest.Equal(t, "entries without the line", len(menu.items), 2)
	test.TapCanvas(w.Canvas(), widgettest.Center(menu.items[0]))
	widgettest.Equal(t, "times done while disabled", r.did, 0)
	menu.Close()
	r.enabled = true
	ShowCommands(w.Canvas(), fyne.NewPos(10, 10), r.command())
	menu, _ = menuOn(w)
	test.TapCanvas(w.Canvas(), widgettest.Center(menu.items[0]))
	widgettest.Equal(t, "times done", r.did, 1)
	// Given a menu that stands open while the command becomes impossible, it does nothing.
	ShowCommands(w.Canvas(), fyne.NewPos(10, 10), r.command())
	menu, _ = menuOn(w)
	r.enabled = false
	test.TapCanvas(w.Canvas(), widgettest.Center(menu.items[0]))
	widgettest.Equal(t, "times done once it is impossible", r.did, 1)
}

func TestACommandBarFollowsItsCommands(t *testing.T) {
	r := &removal{}
	bar := NewCommandBar(widgets.NewPrimaryButton("New...", nil), r.command())
	w := widgettest.NewWindow(t, bar.Row, 300, 60)
	button := bar.buttons[0]
	widgettest.Equal(t, "buttons of commands", len(bar.buttons), 1)
	widgettest.Equal(t, "disabled", button.Disabled(), true)
	r.enabled, r.kept = true, true
	bar.Update()
	widgettest.Equal(t, "text", button.Text, "Keep")
	test.TapCanvas(w.Canvas(), widgettest.Center(button))
	widgettest.Equal(t, "times done", r.did, 1)
}

func TestAButtonGrowsWithItsText(t *testing.T) {
	text := "Script..."
	bar := NewCommandBar(nil, Command{Text: text, TextNow: func() string { return text }, Action: func() {}})
	widgettest.NewWindow(t, bar.Row, 300, 60)
	text = "Script for all 49 licenses..."
	bar.Update()
	widgettest.Equal(t, "room for the longer text", bar.buttons[0].Size(), bar.buttons[0].MinSize())
}

func TestAFoldedBarHasWhatDoesNotFitInAMenu(t *testing.T) {
	var done []string
	do := func(text string) Command {
		return Command{Text: text, Action: func() { done = append(done, text) }}
	}
	last := do("Execute Now")
	last.Primary = true
	bar := NewCommandBar(nil, do("Edit..."), do("Delete"), do("Schedule..."), do("Test Connection"), last)
	w := widgettest.NewWindow(t, bar.Row, 320, 200)
	row := bar.Row.Layout.(*commandRow)
	for _, folded := range []bool{false, true, false} {
		row.Fold(folded)
		bar.Row.Resize(fyne.NewSize(320, 100))
		row.Layout(bar.Row.Objects, bar.Row.Size())
		widgettest.Equal(t, "whether it has one row", bar.Row.MinSize().Height <= widgets.ControlHeight(), folded)
		widgettest.Equal(t, "whether it has a menu", bar.more.Visible(), folded)
		widgettest.Equal(t, "whether the primary button is shown", bar.buttons[4].Visible(), true)
		widgettest.Equal(t, "whether another one is", bar.buttons[3].Visible(), !folded)
	}
	row.Fold(true)
	row.Layout(bar.Row.Objects, bar.Row.Size())
	test.TapCanvas(w.Canvas(), widgettest.Center(bar.more))
	menu, _ := menuOn(w)
	if menu == nil {
		t.Fatal("no menu is open")
	}
	test.TapCanvas(w.Canvas(), widgettest.Center(menu.items[len(menu.items)-1]))
	if len(done) != 1 || done[0] != "Test Connection" {
		t.Errorf("done: %q", done)
	}
}

func TestABarOfCommandsSaysThatItNeedsAnotherNumberOfRows(t *testing.T) {
	text, grown := "Delete", 0
	bar := NewCommandBar(nil, Command{Text: "Edit..."}, Command{Text: "Delete", TextNow: func() string { return text }})
	bar.OnGrown = func() { grown++ }
	widgettest.NewWindow(t, bar.Row, 180, 30)
	bar.Row.Resize(fyne.NewSize(180, 30))
	bar.Row.Resize(fyne.NewSize(180, bar.Row.MinSize().Height))
	for _, given := range []struct {
		text  string
		grown int
	}{{"Delete", 0}, {"Delete (3)", 0}, {"Undo the Deletion (3)", 1}} {
		text, grown = given.text, 0
		bar.Update()
		widgettest.Equal(t, "grown with "+text, grown, given.grown)
	}
}
