package certificate

import (
	"crypto/x509"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

func TestOfSeveralTheOneThatIsValidLongest(t *testing.T) {
	key := sourcetest.RSAKey()
	expired, short, long, future := sourcetest.Certify(t, key, -30, -1), sourcetest.Certify(t, key, -1, 10),
		sourcetest.Certify(t, key, -1, 300), sourcetest.Certify(t, key, 5, 600)
	all := []*x509.Certificate{future, expired, long, short}
	described := (&Certificate{Leaf: short, Key: key}).Describe()
	for name, given := range map[string]struct {
		leaves []*x509.Certificate
		wanted connector.StoredCertificate
		want   *x509.Certificate
	}{
		"the common name":     {all, connector.StoredCertificate{Subject: "inventory beacon"}, long},
		"the whole name":      {all, connector.StoredCertificate{Subject: "CN=Inventory Beacon, O=Contoso"}, long},
		"our own thumbprint":  {all, connector.StoredCertificate{Thumbprint: described.Thumbprint}, short},
		"only one that ended": {all[1:2], connector.StoredCertificate{Subject: "Inventory Beacon"}, expired},
		"another":             {all, connector.StoredCertificate{Subject: "Beacon"}, nil},
		"nothing":             {nil, connector.StoredCertificate{Subject: "Inventory Beacon"}, nil},
	} {
		if got := choose(given.leaves, given.wanted, time.Now()); got != given.want {
			t.Errorf("given %s: %v", name, got)
		}
	}
}
