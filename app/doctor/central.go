package doctor

import (
	"context"
	"net"
	"time"

	"inventorybeacon/connector"
)

// answerLimit is how long the central database may take to answer.
const answerLimit = 5 * time.Second

// central looks whether anything answers where the central database is. Who wants to know
// whether one may publish into it asks `central test`, which needs the key.
func (e *examination) central(ctx context.Context) {
	const check = "central"
	data := connector.Data{"Server": e.glance.Central}
	switch {
	case !e.glanced: // of which connections has told
		return
	case e.glance.Central == "":
		e.ok(check, connector.Message{ID: "doctor.central.note.none"})
		return
	}
	dialer := net.Dialer{Timeout: answerLimit}
	conn, err := dialer.DialContext(ctx, "tcp", e.glance.Central)
	if err != nil {
		data["Reason"] = err.Error()
		e.found(check, Warning, connector.Message{ID: "doctor.central.unreachable", Data: data})
		return
	}
	_ = conn.Close()
	e.ok(check, connector.Message{ID: "doctor.central.note.answers", Data: data})
}
