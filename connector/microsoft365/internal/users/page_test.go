package users

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/graphtest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// invalidPages are answers with status 200 that are no page of users; another try
// may mend them.
var invalidPages = map[string]string{
	"an error in place of users":   `{"error":{"code":"UnknownError","message":"An unexpected error occurred."}}`,
	"an error beside users":        `{"value":[{"id":"0b"}],"error":{"code":"InternalServerError","message":"An error occurred while the response was written."}}`,
	"an object without a list":     `{}`,
	"null in place of a list":      `{"value":null}`,
	"an object in place of a list": `{"value":{"id":"0b"}}`,
	"a user without an id":         `{"value":[{"id":"0b"},{"displayName":"Kim"}]}`,
	"null in place of a user":      `{"value":[null]}`,
	"a user without licenses":      `{"value":[{"id":"0b","userPrincipalName":"b","accountEnabled":true}]}`,
	"licenses that are null":       sourcetest.Selected(`{"value":[{"id":"0b","assignedLicenses":null}]}`),
	"a license without a GUID":     sourcetest.Selected(`{"value":[{"id":"0b","assignedLicenses":[{"skuId":"x"}]}]}`),
	"a switch that is text":        sourcetest.Selected(`{"value":[{"id":"0b","accountEnabled":"true"}]}`),
	"what is not UTF-8":            sourcetest.Selected("{\"value\":[{\"id\":\"0b\",\"city\":\"Orl\xe9ans\"}]}"),
	"a page that is cut":           `{"value":[{"id":"0b","x":{}`,
	"a member without a value":     `{"value":[],"@odata.count":}`, // as long as its buffer
	"what is no JSON":              `{"value":[{"id":"0b","accountEnabled":txx}]}`,
}

func TestUsersGivenASpoiledPage(t *testing.T) {
	for name, spoiled := range invalidPages {
		t.Run(name, func(t *testing.T) {
			requests, spoil := 0, 1
			g, _ := graphtest.At(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "$count") {
					_, _ = io.WriteString(w, "1")
					return
				}
				body := sourcetest.Selected(`{"value":[{"id":"0A","displayName":"Kim"}]}`)
				if requests++; requests <= spoil {
					body = spoiled
				}
				_, _ = io.WriteString(w, body)
			})
			read := func() (*sourcetest.Sink, error) {
				got := sourcetest.NewSink()
				return got, New(g, got, "", func(int64, int64) {}).readInOrder(t.Context(), -1)
			}

			got, err := read()
			if ids := slices.Collect(maps.Keys(got.AllUsers())); err != nil || !slices.Equal(ids, []string{"0a"}) || requests != 2 {
				t.Errorf("once: %v after %d requests, %v", ids, requests, err)
			}

			requests, spoil = 0, 100
			got, err = read()
			if err == nil || len(got.AllUsers()) > 0 || requests < 2 {
				t.Errorf("always: %v after %d requests, %v", got.AllUsers(), requests, err)
			}
			connectortest.CheckMessage(t, name, err)
			if err != nil && !strings.Contains(err.Error(), "/v1.0/users") {
				t.Errorf("it does not say what: %v", err)
			}
		})
	}
}
