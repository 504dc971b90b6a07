namespace AuditDashboard.LogsInsights.Tests.Scanning;

/// <summary>Spoils a text in one to three places, as broken pipelines and people with a purpose do.</summary>
internal static class Mutations
{
    private static readonly byte[] Telling = "{}[]:,\"\\ \t\r\n01-.eEtrufalsn\0\u001f\u007f@p_/"u8.ToArray();

    public static byte[] Mutate(byte[] text, Random random)
    {
        for (var times = random.Next(3); times >= 0 && text.Length > 0; times--)
        {
            text = Once(text, random);
        }

        return text;
    }

    private static byte[] Once(byte[] text, Random random)
    {
        var at = random.Next(text.Length);
        var other = random.Next(text.Length);
        var (from, to) = (Math.Min(at, other), Math.Max(at, other));
        switch (random.Next(10))
        {
            case 0:
                return text[..at];
            case 1:
                return [.. text[..at], .. text[(at + 1)..]];
            case 2:
                return [.. text[..at], Telling[random.Next(Telling.Length)], .. text[at..]];
            case 3:
                return [.. text[..to], .. text[from..]];
            case 4:
                return [.. text[..from], .. text[to..]];
            case 5:
                text[at] = (byte)random.Next(256);
                return text;
            case 6:
                text[at] ^= (byte)(1 << random.Next(8));
                return text;
            case 7:
                (text[at], text[other]) = (text[other], text[at]);
                return text;
            default:
                text[at] = Telling[random.Next(Telling.Length)];
                return text;
        }
    }
}
