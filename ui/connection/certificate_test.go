package connection

import (
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
)

func TestACertificateIsReadOnceForAllThatIsTypedMeanwhile(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	c := w.Beacon.NewConnection(connector.CloudGlobal)
	c.Flow = connector.ClientCredentials
	d := create(w.Session, c, func(string) {})
	d.useCertificate("no certificate")
	for _, password := range []string{"a", "ab", "abc"} {
		d.fields.certificatePassword.SetText(password)
	}
	if !d.reading || !d.readAgain {
		t.Errorf("reading: %v, again: %v", d.reading, d.readAgain)
	}
	w.Until("the last to be read", func() bool { return !d.reading })
	if d.readAgain {
		t.Error("the last was not read")
	}
}
