package changes

import (
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector"
)

func is(property, value string) lists.FilterExpression {
	return lists.FilterExpression{lists.Is(property, value)}
}

func TestChangesAreFilteredByConditionsThatAreKeptAsAView(t *testing.T) {
	o := open(t)
	o.change()
	o.Show(o.page)
	all := len(o.listed())
	// Given a condition and an event and a time that are chosen above the list,
	o.page.filter.Set(is("after", ""))
	o.Choose("All events", lists.EventText(connector.UserRemoved))
	o.Choose("All times", "Today")
	o.Until("those who left", func() bool { return o.page.data.Len() < all && o.page.data.Len() > 0 && !o.page.data.Loading() })
	left := o.page.data.Len()
	// when they are kept as a view,
	asked := o.page.filter.Asked()
	view := lists.View{Name: "Left", List: string(lists.Changes), Filter: asked.Filter, Columns: asked.Columns, Sort: asked.Sort}
	o.Must(o.Beacon.SaveView(t.Context(), view))
	o.page.showAll()
	o.Until("all", func() bool { return o.page.data.Len() == all && !o.page.data.Loading() })
	// then the view shows and writes the same.
	o.page.filter.Open(view)
	o.Until("those of the view", func() bool { return o.page.data.Len() == left && !o.page.data.Loading() })
	if got := o.page.filter.Conditions(); len(got) != 3 {
		t.Errorf("filtered by %s", got)
	}
	_, rows, err := o.Beacon.ExportView(t.Context(), lists.ViewExport{View: "Left", Folder: t.TempDir(), Format: "csv"}, nil)
	if err != nil || int(rows) != left {
		t.Errorf("%d rows are written of %d, %v", rows, left, err)
	}
	// A filter that nothing fits can be taken off.
	o.page.filter.Set(is("before", "nothing of the kind"))
	o.Await("No such changes")
	o.Press("Show All Changes")
	o.Until("all", func() bool { return o.page.data.Len() == all && !o.page.data.Loading() })
}

func TestLicensesOfChangesAreNamedAsTheListNamesThem(t *testing.T) {
	o := open(t)
	o.change()
	o.Show(o.page)
	o.listed()
	products := map[string]bool{}
	product := ""
	for n := range o.page.data.Len() {
		cells, _ := o.page.data.Row(n)
		if text := cells[4].Text; text != "" {
			product, products[text] = text, true
		}
	}
	if len(products) < 2 {
		t.Fatalf("changes are of the licenses %v", products)
	}
	all := o.page.data.Len()
	o.page.filter.Set(is("license", product))
	o.Until("those of the license", func() bool {
		return o.page.data.Len() < all && !slices.ContainsFunc(o.listed(), func(line string) bool { return !strings.Contains(line, product) })
	})
}

func TestYesterdayAndTheLastImportAreTimes(t *testing.T) {
	o := open(t)
	o.change()
	all, err := o.Beacon.History.Changes(t.Context(), app.ChangeQuery{})
	o.Must(err)
	o.Show(o.page)
	o.Until("all", func() bool { return !o.page.data.Loading() && o.page.data.Len() == len(all) })
	o.Choose("All times", "Yesterday")
	o.Until("none of today", func() bool { return !o.page.data.Loading() && o.page.data.Len() == 0 })
	if got := o.page.asked().Filter; got != "time > today-2 and time < today" {
		t.Errorf("a view keeps %q", got)
	}
	o.Choose("Yesterday", "Last import")
	o.Until("those of the last import", func() bool { return !o.page.data.Loading() && o.page.data.Len() == len(all) })
	o.Import(o.Beacon.Entries()[0].Connection) // which changes nothing
	o.Until("none since", func() bool { return !o.page.data.Loading() && o.page.data.Len() == 0 })
}
