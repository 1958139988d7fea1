package company

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"math/rand/v2"
)

// stream separates the random numbers of one kind of thing from those of another.
type stream uint64

const (
	streamTenant stream = iota + 1
	streamUser
	streamFormer
	streamGroup
	streamSKU
	streamSubscription
	StreamFault
	StreamToken
)

// draws is the source of every random choice about one thing. Each choice has
// a number of its own (salt), so that adding one changes no other.
type draws uint64

// Draws is the source of what is random about one thing of a kind.
func (c *Company) Draws(s stream, index int) draws {
	return draws(rand.NewPCG(c.Options.Seed, uint64(s)<<56|uint64(index)).Uint64())
}

func (d draws) bits(salt uint64) uint64 { return rand.NewPCG(uint64(d), salt).Uint64() }

// Below returns a number in [0, n). A [rand.Rand] for each draw would escape.
func (d draws) Below(salt uint64, n int) int {
	high, _ := bits.Mul64(d.bits(salt), uint64(n))
	return int(high)
}

// chance is true for the given part of a thousand.
func (d draws) chance(salt uint64, permille int) bool { return d.Below(salt, 1000) < permille }

// GUID is the id of the thing.
func (d draws) GUID() string { return newGUID(d.bits(1<<32), d.bits(1<<32+1)) }

// newGUID makes a random UUID (RFC 9562, version 4) of random bits.
func newGUID(a, b uint64) string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], a&^0xf000|0x4000)
	binary.BigEndian.PutUint64(raw[8:], b&^(3<<62)|1<<63)
	text := [36]byte{8: '-', 13: '-', 18: '-', 23: '-'}
	hex.Encode(text[0:], raw[0:4])
	hex.Encode(text[9:], raw[4:6])
	hex.Encode(text[14:], raw[6:8])
	hex.Encode(text[19:], raw[8:10])
	hex.Encode(text[24:], raw[10:])
	return string(text[:])
}
