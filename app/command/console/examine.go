package console

import (
	"context"

	"inventorybeacon/app/doctor"
)

// Examining is what the support bundle asks for.
func Examining(dir string) func(ctx context.Context) any {
	return func(ctx context.Context) any {
		return doctor.Examine(ctx, doctor.Options{Dir: dir, Window: checkDisplay()})
	}
}
