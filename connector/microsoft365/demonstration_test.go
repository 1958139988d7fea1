package microsoft365

import (
	"errors"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

func TestADemonstrationThatDoesNotRunIsSaidAtOnce(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 1})
	access := asApplication(server, source)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	saysSo := func(err error) bool {
		var explained connector.Explained
		return errors.As(err, &explained) && explained.Message().ID == "connection.demonstration.not-running"
	}
	if err := source.Import(t.Context(), access, nil, nil); !saysSo(err) {
		t.Errorf("the import ends with %v", err)
	}
	if _, _, err := source.SignIn(t.Context(), access, connector.SignInNone, &sourcetest.Administrator{}); !saysSo(err) {
		t.Errorf("the sign-in ends with %v", err)
	}
	var checks []connector.Check
	source.Test(t.Context(), access, func(c connector.Check) { checks = append(checks, c) })
	if len(checks) != 1 || checks[0].Result != connector.CheckFailed || checks[0].Meaning.ID != "connection.demonstration.not-running" {
		t.Errorf("the test says %+v", checks)
	}
}

func TestAConnectionOfTheDemonstrationKeepsItsCloudWhileThatDoesNotRun(t *testing.T) {
	_, demonstrating := demo(t, demotenant.Options{Users: 1})
	c := demonstrating.Defaults(connector.CloudDemonstration)
	c.Name = "Copy"
	for _, problem := range New(Options{}).Validate(c, connector.Secrets{}) {
		if problem.Field == connector.FieldCloud {
			t.Errorf("its cloud is refused: %+v", problem.Message)
		}
	}
}
