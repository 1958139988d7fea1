// Package journey holds tests that use the program as an administrator does: a
// real window on a screen of its own, a real browser for the sign-in, a mouse
// and a keyboard.
//
// They run on Linux with Xvfb, openbox, xdotool, ImageMagick and Chromium. The
// program under test is built with the tag journey, in which it tells over a
// unix socket what is visible in its window and where (ui/inspect_journey.go);
// everything else is done with mouse and keyboard. Nothing waits for a time,
// only for what becomes visible.
//
// With INVENTORY_BEACON_PICTURES=DIR, they also write the pictures of the
// documentation into DIR.
package journey
