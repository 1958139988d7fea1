package sessiontest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/menu"
)

func TestWhatComesFromBesideTheWindowWaitsForTheTest(t *testing.T) {
	w := Open(t, Options{})
	var order []string // which only the test's goroutine may use
	done := make(chan struct{})
	go func() {
		fyne.Do(func() {
			order = append(order, "first")
			fyne.Do(func() { order = append(order, "what that gives") })
		})
		fyne.DoAndWait(func() { order = append(order, "second") })
		close(done)
	}()
	w.Until("both", func() bool { return len(order) == 3 })
	<-done
	if !slices.Equal(order, []string{"first", "second", "what that gives"}) {
		t.Errorf("called were %q", order)
	}
}

func TestNothingIsCalledAfterTheEnd(t *testing.T) {
	w := Open(t, Options{})
	session.Go(w.Session, w.Context(), func(ctx context.Context) (bool, error) {
		<-ctx.Done()
		return true, nil
	}, func(bool, error) { t.Error("it is told what came out of it") })
	w.End()
	fyne.DoAndWait(func() { t.Error("it is called") })
	w.Settle()
}

func TestAPersonSeesTheTopmostLayer(t *testing.T) {
	w := Open(t, Options{})
	pressed := 0
	hidden, gray := widgets.NewButton("Hidden", nil), widgets.NewButton("Gray", nil)
	hidden.Hide()
	gray.SetEnabled(false)
	choice := form.NewSelect([]string{"One", "Two"}, nil)
	choice.SetSelected("One")
	w.Window.SetContent(container.NewVBox(widgets.NewButton("Press", func() { pressed++ }), hidden, gray, choice))
	w.Press("Press")
	w.Choose("One", "Two")
	if pressed != 1 || choice.Selected() != "Two" {
		t.Errorf("pressed %d times, %q is chosen", pressed, choice.Selected())
	}
	if got := w.Enabled(); !slices.Equal(got, []string{"Press"}) || !w.Says("Gray", "Two") || w.Says("Hidden") {
		t.Errorf("%q can be pressed; it says:\n%s", got, w.Text())
	}
	w.Fail("It went wrong", errors.New("no reason"))
	if w.Dialogs() != 1 || !w.Says("It went wrong") || w.Says("Press") {
		t.Errorf("%d dialogs; it says:\n%s", w.Dialogs(), w.Text())
	}
	w.Key(fyne.KeyEscape)
	never := func() bool { return false }
	menu.ShowCommands(w.Window.Canvas(), fyne.NewPos(5, 5),
		menu.Command{Text: "Do", Action: func() { pressed++ }}, menu.Command{Text: "Not", Action: func() {}, Enabled: never})
	if got := w.Menu(); !slices.Equal(got, []string{"Do", "(Not)"}) {
		t.Errorf("the menu is %q", got)
	}
	if w.Pick("Do"); pressed != 2 || w.Dialogs() != 0 {
		t.Errorf("pressed %d times, %d dialogs", pressed, w.Dialogs())
	}
}
