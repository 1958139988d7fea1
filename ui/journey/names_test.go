//go:build linux

package journey

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestMicrosoftsNamesAreSeenAtOnce(t *testing.T) {
	website := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names\r\n" +
			"Everything for Everybody,SPE_E3,05e9a617-0261-4cee-bb44-138d3ef5d965,SWAY,a23b959c-7ce8-4e57-9140-b90eb88a9e97,Swaying\r\n"))
	}))
	t.Cleanup(website.Close)
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "60")
	w.imported("First", false)
	w.open("Licenses")
	w.until("the built-in names", func(v view) bool { return len(v.cells("Microsoft 365 E3")) > 0 })

	w.use("menu", "File")
	w.menu("Product Names...")
	w.use("menu item", "Product Names...")
	w.dialog("Product Names")
	w.until("that there is no table", func(v view) bool { return v.says("Microsoft's table was not read yet.") })
	w.picture("names")
	w.fill("Address", website.URL)
	w.press("Update")
	w.until("the table", func(v view) bool { return v.says("1 product and 1 service plan") })
	w.picture("names-read")
	w.press("Close")
	w.page()
	w.until("the names of the table", func(v view) bool { return len(v.cells("Everything for Everybody")) > 0 })
	w.open("Applications")
	w.fill("Search applications", "Entra")
	w.until("the names of service plans", func(v view) bool { return len(v.cells("Microsoft Entra ID P1")) > 0 })
	w.picture("names-applications")
	w.exit()
}
