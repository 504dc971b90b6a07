namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>What a stream of demo randomness is for, so that no two draw the same numbers. The values go into the events: never renumber.</summary>
internal enum DemoPurpose
{
    Matches = 1,
    Noise = 2,
    NoiseKind = 3,
    Preview = 4,
    PlatformEdit = 5,
    Identity = 6,
    Session = 7,
    AwsAuth = 8,
    Burst = 9,
    Attack = 10,
    OpenBinding = 11,
    Lockout = 12,
    Count = 13,
    Trail = 14,
    BreakGlass = 15,
}

/// <summary>Random numbers that depend on nothing but what they are seeded with (SplitMix64): the same on every machine, in every process.</summary>
internal struct DemoRandom
{
    private ulong _state;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The cluster's seed.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="first">Minute, day, or another index.</param>
    /// <param name="second">A second index.</param>
    public DemoRandom(long seed, DemoPurpose purpose, long first, long second = 0)
    {
        _state = (ulong)seed;
        _state = Next() ^ (ulong)purpose;
        _state = Next() ^ (ulong)first;
        _state = Next() ^ (ulong)second;
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public long Below(long limit) => (long)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)Below((long)limit);

    /// <summary>From <paramref name="low"/> up to and without <paramref name="high"/>.</summary>
    public long Between(long low, long high) => low + Below(high - low);

    /// <summary>At least 0, less than 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True in that part of cases.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>One of them.</summary>
    public T Pick<T>(T[] items) => items[Below(items.Length)];

    /// <summary>A whole number with that mean, spread around it, by plain arithmetic alone: library functions may round differently elsewhere.</summary>
    public int CountAround(double mean)
    {
        // Half of twice as many chances; for the rest one chance of its size.
        var chances = (int)(2 * mean);
        var count = 0;
        for (var left = chances; left > 0; left -= 64)
        {
            var bits = Next();
            count += System.Numerics.BitOperations.PopCount(left >= 64 ? bits : bits & ((1UL << left) - 1));
        }

        return count + (Chance(mean - (chances / 2.0)) ? 1 : 0);
    }

    /// <summary>Lower-case hex digits.</summary>
    public string Hex(int digits) => string.Create(digits, new DemoRandom { _state = Next() }, static (text, random) => Fill(text, random, "0123456789abcdef"));

    /// <summary>Capital letters and digits, as AWS ids have.</summary>
    public string Id(int length) => string.Create(length, new DemoRandom { _state = Next() }, static (text, random) => Fill(text, random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"));

    /// <summary>Letters and digits as Kubernetes puts behind generated names.</summary>
    public string Suffix(int length) => string.Create(length, new DemoRandom { _state = Next() }, static (text, random) => Fill(text, random, "bcdfghjklmnpqrstvwxz2456789"));

    /// <summary>A version 4 UUID.</summary>
    public Guid Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, Next());
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Next());
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static void Fill(Span<char> text, DemoRandom random, string alphabet)
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = alphabet[random.Below(alphabet.Length)];
        }
    }
}
