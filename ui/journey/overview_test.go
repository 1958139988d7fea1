//go:build linux

package journey

import (
	"slices"
	"strings"
	"testing"
)

func TestFromTheOverviewToTheUsersBehindANumber(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "300")
	w.imported("First", false)
	w.open("Overview")
	guests := ""
	w.until("the numbers", func(v view) bool {
		for _, text := range v.all("text") {
			if strings.HasSuffix(text, " guests") {
				guests = text
			}
		}
		return guests != ""
	})
	w.picture("overview")
	w.use("text", guests)
	few, _, _ := strings.Cut(guests, " ")
	w.until("the guests", func(v view) bool { return v.says(few+" users") && len(v.rows()) > 3 })

	w.open("Licenses")
	w.until("the licenses", func(v view) bool { return len(v.cells("Microsoft 365 E3")) > 0 })
	w.doubleClick("cell", "Microsoft 365 E3")
	w.until("the license", func(v view) bool { return v.says("Microsoft's admin center") })
	w.press("Price...")
	w.dialog("Price of Microsoft 365 E3")
	w.fill("Price", "54.75")
	w.fill("Currency", "eur")
	w.press("OK")
	w.page()
	w.until("what is unused", func(v view) bool { return v.says("54.75 EUR a month") })
	w.picture("license")
	w.open("Overview")
	w.until("the sums", func(v view) bool {
		return slices.ContainsFunc(v.all("text"), func(text string) bool { return strings.HasSuffix(text, " EUR") })
	})

	// What that costs each department, and who these people are.
	w.open("Costs")
	v := w.until("the departments", func(v view) bool { return len(v.rows()) > 3 && v.says("EUR a month") })
	dearest := v.rows()[0]
	w.picture("costs")
	w.doubleClick("cell", dearest[0])
	w.until("its people", func(v view) bool {
		p, _ := v.find("page", "Users")
		return p.Selected && v.says(dearest[1]+" users")
	})
	w.exit()
}
