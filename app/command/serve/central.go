package serve

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/service"
)

// publishTeller says of which tenant publishing into the central database fails, once for each reason, and when it goes on.
type publishTeller struct {
	*console.Console
	events *eventWriter
	now    func() time.Time

	mu     sync.Mutex
	failed map[string]string // what was told, by tenant
}

func (t *publishTeller) tell(s app.CentralStatus) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed == nil {
		t.failed = map[string]string{}
	}
	for _, tenant := range s.Tenants {
		if tenant.Publishing || tenant.LastError == t.failed[tenant.TenantID] {
			continue
		}
		t.failed[tenant.TenantID] = tenant.LastError
		at := t.now().Format(time.DateTime) + " "
		if tenant.LastError == "" {
			text := fmt.Sprintf(message.L("%s is published into the central database again."), tenant.Name)
			t.Note("%s", at+text)
			t.events.write(service.EventSucceeds, text)
			continue
		}
		text := fmt.Sprintf(message.L("%s cannot be published into the central database: %s"), tenant.Name, tenant.LastError)
		t.Complain("%s", strings.TrimSpace(at+text+" "+tenant.Advice))
		t.events.write(service.EventPublishFailed, strings.TrimSpace(text+"\n\n"+tenant.Advice))
	}
}
