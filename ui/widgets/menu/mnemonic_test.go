package menu

import (
	"testing"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestMnemonics(t *testing.T) {
	cases := []struct {
		name   string
		labels []string
		want   []string // the label from the letter on
	}{
		{"first letters", []string{"File", "View"}, []string{"File", "View"}},
		{"then of a further word", []string{"Import", "Import users"}, []string{"Import", "users"}},
		{"then any letter", []string{"Delete", "Duplicate"}, []string{"Delete", "uplicate"}},
		{"none that the underline crosses", []string{"I", "L", "Lige"}, []string{"I", "L", "e"}},
		{"first letters of all go before others", []string{"Delete", "Drop", "Run"}, []string{"Delete", "op", "Run"}},
		{"no letter left", []string{"A", "a"}, []string{"A", ""}},
		{"no letter that every keyboard has", []string{"Échec", "Правка"}, []string{"chec", ""}},
		{"a separator", []string{"", "Exit"}, []string{"", "Exit"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for i, at := range mnemonics(c.labels) {
				got := ""
				if at >= 0 {
					got = c.labels[i][at:]
				}
				widgettest.Equal(t, c.labels[i], got, c.want[i])
			}
		})
	}
}
