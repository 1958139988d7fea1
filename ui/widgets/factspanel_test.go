package widgets

import (
	"testing"

	"fyne.io/fyne/v2/canvas"

	"inventorybeacon/ui/widgets/widgettest"
)

type noLines struct{ *canvas.Rectangle }

func (noLines) LineHeight() float32 { return 16 }

func TestFactsStandBesideTheirNamesOrAtTheLeft(t *testing.T) {
	for _, given := range []struct {
		what   string
		facts  []Fact
		beside bool
	}{
		{"a text without a name", []Fact{{Text: "Select one connection."}}, false},
		{"a fact with one", []Fact{{Label: "Tenant", Text: "Contoso"}}, true},
		{"both", []Fact{{Label: "Tenant", Text: "Contoso"}, {Text: "Its domain"}}, true},
	} {
		t.Run("given "+given.what, func(t *testing.T) {
			panel := NewFactsPanel(noLines{canvas.NewRectangle(nil)})
			widgettest.NewWindow(t, panel, 600, 300)
			panel.Set("Title", given.facts)
			for _, row := range panel.rows {
				if left := row.text.Position().X; (left > 0) != given.beside {
					t.Errorf("%q begins at %g", row.text.Text(), left)
				}
			}
		})
	}
}
