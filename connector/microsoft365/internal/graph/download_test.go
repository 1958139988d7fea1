package graph

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

func TestDownloadAddressGivenTheSample(t *testing.T) {
	_, answer, _ := strings.Cut(string(sourcetest.Sample(t, "report_302.txt")), "\n\n")
	ask := httptest.NewRequest(http.MethodGet, "https://graph.microsoft.com/v1.0/reports/getOffice365ActiveUserDetail(period='D7')", nil)
	resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(answer)), ask)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	g, err := New(sourcetest.AtGraph("https://graph.microsoft.com"), http.DefaultClient, &sourcetest.Tokens{}, quick)
	if err != nil {
		t.Fatal(err)
	}
	address, err := g.downloadAddress(resp)
	if err != nil || address.String() != "https://reports.office.com/data/download/JDFKdf2_eJXKS034dbc7e0t__XDe" ||
		!isRedirect(resp.StatusCode) {
		t.Errorf("%q, %v", address, err)
	}
}
