using System.Buffers.Binary;
using System.Numerics;

namespace PipelineKit.Evidence;

/// <summary>XXH64 with seed 0 (xxHash fast digest algorithm, specification 0.1.1), piece by piece: the checksum of zstd frames.</summary>
internal sealed class XxHash64
{
    private const ulong Prime1 = 11400714785074694791;
    private const ulong Prime2 = 14029467366897019727;
    private const ulong Prime3 = 1609587929392839161;
    private const ulong Prime4 = 9650029242287828579;
    private const ulong Prime5 = 2870177450012600261;
    private const int Stripe = 32;

    private readonly byte[] _held = new byte[Stripe];
    private ulong _a = unchecked(Prime1 + Prime2);
    private ulong _b = Prime2;
    private ulong _c;
    private ulong _d = unchecked(0 - Prime1);
    private ulong _length;

    internal void Append(ReadOnlySpan<byte> data)
    {
        var held = (int)(_length % Stripe);
        _length += (uint)data.Length;
        if (held > 0)
        {
            var count = Math.Min(Stripe - held, data.Length);
            data[..count].CopyTo(_held.AsSpan(held));
            data = data[count..];
            if (held + count < Stripe)
            {
                return;
            }

            Mix(_held);
        }

        for (; data.Length >= Stripe; data = data[Stripe..])
        {
            Mix(data);
        }

        data.CopyTo(_held);
    }

    internal ulong Finish()
    {
        unchecked
        {
            var hash = Prime5;
            if (_length >= Stripe)
            {
                hash = BitOperations.RotateLeft(_a, 1) + BitOperations.RotateLeft(_b, 7) + BitOperations.RotateLeft(_c, 12) + BitOperations.RotateLeft(_d, 18);
                hash = Merge(Merge(Merge(Merge(hash, _a), _b), _c), _d);
            }

            return Avalanche(Tail(hash + _length, _held.AsSpan(0, (int)(_length % Stripe))));
        }
    }

    private static ulong Tail(ulong hash, ReadOnlySpan<byte> rest)
    {
        unchecked
        {
            for (; rest.Length >= 8; rest = rest[8..])
            {
                hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * Prime1) + Prime4;
            }

            if (rest.Length >= 4)
            {
                hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1), 23) * Prime2) + Prime3;
                rest = rest[4..];
            }

            foreach (var value in rest)
            {
                hash = BitOperations.RotateLeft(hash ^ (value * Prime5), 11) * Prime1;
            }

            return hash;
        }
    }

    private static ulong Avalanche(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Round(ulong lane, ulong input) => unchecked(BitOperations.RotateLeft(lane + (input * Prime2), 31) * Prime1);

    private static ulong Merge(ulong hash, ulong lane) => unchecked(((hash ^ Round(0, lane)) * Prime1) + Prime4);

    private void Mix(ReadOnlySpan<byte> stripe)
    {
        _a = Round(_a, BinaryPrimitives.ReadUInt64LittleEndian(stripe));
        _b = Round(_b, BinaryPrimitives.ReadUInt64LittleEndian(stripe[8..]));
        _c = Round(_c, BinaryPrimitives.ReadUInt64LittleEndian(stripe[16..]));
        _d = Round(_d, BinaryPrimitives.ReadUInt64LittleEndian(stripe[24..]));
    }
}
