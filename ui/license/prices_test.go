package license

import (
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/app/licensing"
	"inventorybeacon/ui/session/sessiontest"
)

// preview reads a list of prices and shows what it would set.
func preview(t *testing.T, w *sessiontest.Window, content string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "prices.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := w.Beacon.ReadPrices(t.Context(), "", path)
	previewPrices(w.Session, "prices.csv", set, err)
	w.Settle()
}

func entered(t *testing.T, w *sessiontest.Window) []licensing.ListedPrice {
	t.Helper()
	prices, err := w.Beacon.Prices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return prices
}

func TestPricesAreShownBeforeTheyAreSet(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	preview(t, w, "SKU,Price,Currency\nSPE_E5,54.75,EUR\n")
	if !w.Says("54.75 EUR a month") || !w.Says("Nothing is set yet") {
		t.Errorf("the window says:\n%s", w.Text())
	}
	w.Press("Cancel")
	if prices := entered(t, w); len(prices) != 0 {
		t.Errorf("%v were set without being wanted", prices)
	}
	preview(t, w, "SKU,Price,Currency\nSPE_E5,54.75,EUR\n")
	w.Press("Set the Prices")
	w.Until("the price", func() bool { return w.Dialogs() == 0 })
	if prices := entered(t, w); len(prices) != 1 || !prices[0].Holds {
		t.Errorf("%v were set", prices)
	}
	preview(t, w, "SKU,Price,Currency\nSPE_E5,54.75,EUR\n")
	if !w.Says("unchanged") {
		t.Errorf("the window says:\n%s", w.Text())
	}
}

func TestAWrongLineSetsNothing(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	preview(t, w, "SKU,Price,Currency\nSPE_E5,54.75,EUR\nNOPE,1,EUR\nSPE_E3,x,EUR\n")
	for _, line := range []string{"Line 3: There is no license", "Line 4: \"x\" is not an amount"} {
		if !w.Says(line) {
			t.Errorf("%q is not in:\n%s", line, w.Text())
		}
	}
	w.Press("Close")
	if prices := entered(t, w); len(prices) != 0 {
		t.Errorf("%v were set", prices)
	}
}
