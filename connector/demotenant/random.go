package demotenant

import (
	"encoding/hex"
	"math/bits"
)

// golden is the increment of SplitMix64: successive multiples of it, mixed, are
// independent of each other.
const golden = 0x9e3779b97f4a7c15

// mix is the finalizer of SplitMix64, a bijection that looks random.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// stream separates the random numbers of one kind of thing from those of another.
type stream uint64

const (
	streamTenant stream = iota + 1
	streamUser
	streamFormer
	streamGroup
	streamSKU
	streamSubscription
	streamFault
	streamToken
)

// draws is the source of every random choice about one thing. Each choice has
// a number of its own (salt), so that adding one changes no other.
type draws uint64

func (t *Tenant) draws(s stream, index int) draws {
	return draws(mix(mix(t.options.Seed+uint64(s)*golden) + uint64(index)*golden))
}

func (d draws) bits(salt uint64) uint64 { return mix(uint64(d) + salt*golden) }

// below returns a number in [0, n).
func (d draws) below(salt uint64, n int) int {
	high, _ := bits.Mul64(d.bits(salt), uint64(n))
	return int(high)
}

// chance is true for the given part of a thousand.
func (d draws) chance(salt uint64, permille int) bool { return d.below(salt, 1000) < permille }

func (d draws) guid() guid { return newGUID(d.bits(1<<32), d.bits(1<<32+1)) }

// guid is a random UUID (RFC 9562, version 4).
type guid [16]byte

func newGUID(a, b uint64) guid {
	var g guid
	for i := range 8 {
		g[i] = byte(a >> (8 * i))
		g[8+i] = byte(b >> (8 * i))
	}
	g[6] = g[6]&0x0f | 0x40
	g[8] = g[8]&0x3f | 0x80
	return g
}

func (g guid) append(b []byte) []byte {
	b = hex.AppendEncode(b, g[0:4])
	b = append(b, '-')
	b = hex.AppendEncode(b, g[4:6])
	b = append(b, '-')
	b = hex.AppendEncode(b, g[6:8])
	b = append(b, '-')
	b = hex.AppendEncode(b, g[8:10])
	b = append(b, '-')
	return hex.AppendEncode(b, g[10:16])
}

func (g guid) String() string { return string(g.append(nil)) }
