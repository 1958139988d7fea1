package connection

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session/sessiontest"
)

func TestACertificateOfAStoreIsReferredTo(t *testing.T) {
	first := connector.UsableCertificate{
		Certificate: connector.Certificate{Subject: "CN=Beacon", Thumbprint: strings.Repeat("A", 64), NotAfter: 30000}, Store: `LocalMachine\My`,
	}
	second := first
	second.Thumbprint = strings.Repeat("B", 64)
	label := format.Certificate(first.Certificate) + `, in LocalMachine\My`
	for name, given := range map[string]struct {
		keys []fyne.KeyName
		want connector.StoredCertificate
	}{
		"one of two":              {[]fyne.KeyName{fyne.KeyDown}, connector.StoredCertificate{Store: first.Store, Subject: "CN=Beacon"}},
		"without what follows it": {nil, connector.StoredCertificate{Store: first.Store, Thumbprint: second.Thumbprint}},
	} {
		t.Run(name, func(t *testing.T) {
			w := sessiontest.Open(t, sessiontest.Options{})
			c := w.Beacon.NewConnection(connector.CloudGlobal)
			c.Flow = connector.ClientCredentials
			d := create(w.Session, c, func(string) {})
			d.chooseStored([]connector.UsableCertificate{first, second})
			w.Choose(label, format.Distinct([]string{label}, label))
			if !w.Says("Thumbprint " + second.Thumbprint) {
				t.Errorf("the window says:\n%s", w.Text())
			}
			if given.want.Thumbprint != "" {
				w.Tick("Go on with a renewed certificate of the same subject")
			}
			w.Press("Choose")
			if got, found := connector.ParseStoredCertificate([]byte(d.certificate.Reveal())); !found || got != given.want {
				t.Errorf("%+v", got)
			}
			w.Await("which only Windows has")
		})
	}
}
