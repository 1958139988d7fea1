package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/widgettest"
)

func TestWhatGoesOnStandsBeforeTheStatusAndLeadsThere(t *testing.T) {
	b := NewStatusBar(NewButton("Exit", nil))
	widgettest.NewWindow(t, b.Row, 700, 50)
	b.SetStatus(0, Phrase{Tail: "Last import: Today"})
	at := func(o fyne.CanvasObject) float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X }
	left := at(b.status)
	opened := 0
	b.SetActivity(Phrase{Tail: "Contoso: importing"}, "", func() { opened++ })
	if !b.activity.Visible() || at(b.status) < at(b.activity)+b.activity.Size().Width {
		t.Errorf("it stands at %v, %v wide; the status at %v", at(b.activity), b.activity.Size(), at(b.status))
	}
	test.Tap(b.activity)
	b.activity.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	widgettest.Equal(t, "times it was opened", opened, 2)
	b.SetActivity(Phrase{}, "", nil)
	widgettest.Equal(t, "shown without text", b.activity.Visible(), false)
	widgettest.Equal(t, "place of the status", at(b.status), left)
}

func TestALongNameInTheStatusBarGivesWay(t *testing.T) {
	const name, more = "Contoso Holding International, production tenant of the subsidiaries in Europe and North America", "Shows the import"
	importing, last := Phrase{name, ": importing for 0:42 · 62 % · 16 s left"}, Phrase{"Last import of " + name, ": Today 12:00, users +20"}
	for _, given := range []struct {
		what             string
		width            float32
		activity, status Phrase
	}{
		{"an import in a narrow window", 700, importing, Phrase{Tail: "2 unsaved changes"}},
		{"an outcome in a narrow window", 600, Phrase{}, last},
		{"both", 900, importing, last},
		{"both in a narrow window", 800, importing, last},
	} {
		t.Run(given.what, func(t *testing.T) {
			b := NewStatusBar(NewPrimaryButton("Save", nil), NewButton("Cancel", nil), NewButton("Exit", nil))
			widgettest.NewWindow(t, b.Row, given.width, 50)
			b.SetStatus(theme.StatusWarning, given.status)
			b.SetActivity(given.activity, more, nil)
			for _, text := range []struct {
				label  *Label
				phrase Phrase
			}{{b.activity.label, given.activity}, {&b.status.label.Label, given.status}} {
				if text.phrase.String() == "" {
					continue
				}
				drawn := text.label.Drawn.Text
				if !strings.HasSuffix(drawn, text.phrase.Tail) || text.phrase.Head != "" && !strings.Contains(drawn, ellipsis) {
					t.Errorf("%q is drawn of %q", drawn, text.phrase)
				}
				if text.label.Drawn.MinSize().Width > text.label.Size().Width+0.5 {
					t.Errorf("%q is %v wide in %v", drawn, text.label.Drawn.MinSize().Width, text.label.Size().Width)
				}
			}
			if given.activity.Head != "" && b.activity.Tip.Text != importing.String()+"\n"+more {
				t.Errorf("the tooltip is %q", b.activity.Tip.Text)
			}
		})
	}
}
