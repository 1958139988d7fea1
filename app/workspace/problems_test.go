package workspace

import (
	"testing"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

func TestProblemsAreAllTold(t *testing.T) {
	err := &ProblemsError{Problems: []Problem{
		{Field: connector.FieldName, Message: "Enter a name."},
		{Field: connector.FieldProxyServer, Message: "Enter the port."},
	}}
	if got := err.Error(); got != "name: Enter a name.; proxy-server: Enter the port." {
		t.Errorf("Error is %q", got)
	}
	if got := message.Explain(err).Message; got != "Enter a name. Enter the port." {
		t.Errorf("explained as %q", got)
	}
}
