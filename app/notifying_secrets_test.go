package app

import (
	"fmt"
	"strings"
	"testing"

	"inventorybeacon/app/notify"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

func TestSecretsOfChannelsHaveNothingThatNobodySees(t *testing.T) {
	s := newTelling(t)
	hook := notify.NewChannel()
	hook.Name, hook.Kind = "Team", notify.KindWebhook
	hook.Proxy, hook.ProxyUsername = "http://proxy.contoso.com:8080", "beacon"
	application := s.mailChannel()
	application.Authentication, application.TokenEndpoint, application.ClientID = notify.AuthOAuth2, "https://login.contoso.com/token", "id"
	for field, c := range map[connector.Field]notify.Channel{
		notify.FieldPassword: s.mailChannel(), notify.FieldClientSecret: application,
		notify.FieldAddress: hook, notify.FieldSigningKey: hook, notify.FieldProxyPassword: hook,
	} {
		for added, want := range map[string]string{
			"\u200b": "U+200B", " ": "begins or ends with a blank",
			"\x01": "a line break or another control character",
		} {
			t.Run(fmt.Sprintf("%s with %q", field, added), func(t *testing.T) {
				secrets := notify.Secrets{notify.FieldAddress: connector.Secret(s.hook.URL + hookPath)}
				secrets[field] += "secret" + connector.Secret(added)
				problems := storetest.WantError[*workspace.ProblemsError](t, s.Notify.PutChannel(t.Context(), c, secrets)).Problems
				if len(problems) != 1 || problems[0].Field != field || !strings.Contains(problems[0].Message, want) {
					t.Errorf("%+v", problems)
				}
			})
		}
	}
}
