using System.Buffers;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>Finds token shapes in plain text (escapes undone). Every search is linear in the text: no pattern backtracks, and nothing is searched twice.</summary>
/// <remarks>
/// Text comes widened, one char for each byte, so that offsets are byte offsets.
/// Access key IDs (<c>AKIA…</c>, <c>ASIA…</c>) are names, not secrets: they join with CloudTrail and stay.
/// </remarks>
internal static class TokenShapes
{
    /// <summary>Characters of a bootstrap token: id, dot, secret.</summary>
    private const int BootstrapLength = 6 + 1 + 16;

    private static readonly SearchValues<string> Hints = SearchValues.Create(
        [
            "eyJ", "k8s-aws-v1", "bearer", "uthorization", "X-Amz-S", "PRIVATE KEY", "LS0tLS1CRUdJTi", "secret", "token",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Base64Url = Chars("-_");
    private static readonly SearchValues<char> TokenText = Chars("-_.~+/=%");
    private static readonly SearchValues<char> Base64 = Chars("+/=");
    private static readonly SearchValues<char> LowerAndDigits = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> EndOfParameter = SearchValues.Create("&#;\"'<> \t\r\n\\");

    /// <summary>Parameters of URIs whose values are secrets. Each is found after <c>?</c>, <c>&amp;</c> or at the start.</summary>
    private static readonly string[] Parameters =
        ["X-Amz-Signature=", "X-Amz-Security-Token=", "access_token=", "id_token=", "refresh_token=", "client_secret=", "token="];

    /// <summary>Names before values that are secrets, as settings and environment variables have them.</summary>
    private static readonly string[] Names =
        ["aws_secret_access_key", "secret_access_key", "secretaccesskey", "aws_session_token", "aws_security_token", "sessiontoken"];

    /// <summary>Whether a text may hold a token at all; cheap.</summary>
    public static bool MayHold(ReadOnlySpan<char> text) => text.ContainsAny(Hints);

    /// <summary>Adds the stretches of a text that hold tokens; they may overlap.</summary>
    /// <param name="text">One char a byte.</param>
    /// <param name="found">Receives them, in offsets of <paramref name="text"/>.</param>
    public static void Find(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        FindJwts(text, found);
        FindPrefixed(text, "k8s-aws-v1.", TokenText, minLength: 8, found);
        FindSchemes(text, found);
        foreach (var parameter in Parameters)
        {
            FindParameter(text, parameter, found);
        }

        foreach (var name in Names)
        {
            FindNamedValue(text, name, found);
        }

        FindBootstrapTokens(text, found);
        FindPrivateKeys(text, found);
        FindEncodedPrivateKeys(text, found);
    }

    /// <summary>Whether a member's name says that its value is an AWS secret, such as <c>AWS_SECRET_ACCESS_KEY</c> or <c>SessionToken</c>.</summary>
    public static bool IsSecretName(ReadOnlySpan<char> name)
    {
        Span<char> letters = stackalloc char[64];
        var count = 0;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                continue;
            }

            if (count == letters.Length)
            {
                return false;
            }

            letters[count++] = char.ToLowerInvariant(c);
        }

        ReadOnlySpan<char> plain = letters[..count];
        return plain.EndsWith("secretaccesskey") || plain.EndsWith("sessiontoken") || plain.SequenceEqual("awssecretkey") || plain.SequenceEqual("awssecuritytoken");
    }

    /// <summary>Whether a whole text is a bootstrap token, such as <c>abcdef.0123456789abcdef</c>.</summary>
    public static bool IsBootstrapToken(ReadOnlySpan<char> text) =>
        text.Length == BootstrapLength && text[6] == '.' && !text[..6].ContainsAnyExcept(LowerAndDigits) && !text[7..].ContainsAnyExcept(LowerAndDigits);

    // header.payload.signature, each base64url; the header begins with {" and so does the payload. A signature may be cut off or empty, and the
    // dots may be percent encoded in a URI.
    private static void FindJwts(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        for (var at = 0; Next(text, "eyJ", ref at);)
        {
            var start = at;
            at = EndOf(text, at, Base64Url);
            var header = at - start;
            if (header < 8 || Dot(text, at) is not (> 0 and var dot))
            {
                continue;
            }

            var payload = at + dot;
            var end = EndOf(text, payload, Base64Url);
            if (end - payload < 4)
            {
                continue;
            }

            at = end;
            if (Dot(text, end) is > 0 and var second)
            {
                at = EndOf(text, end + second, Base64Url);

                // Encrypted ones have five parts.
                while (Dot(text, at) is > 0 and var more && EndOf(text, at + more, Base64Url) > at + more)
                {
                    at = EndOf(text, at + more, Base64Url);
                }
            }
            else if (!text[payload..].StartsWith("eyJ", StringComparison.Ordinal))
            {
                continue;
            }

            found.Add((start, at));
        }
    }

    private static int Dot(ReadOnlySpan<char> text, int at) =>
        at < text.Length && text[at] == '.' ? 1 : text[at..].StartsWith("%2E", StringComparison.OrdinalIgnoreCase) ? 3 : 0;

    // Authorization: Bearer mF_9.B5f-4.1JqM      also: bearer%20…, Bearer+…
    private static void FindSchemes(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        for (var at = 0; Next(text, "bearer", ref at);)
        {
            at += "bearer".Length;
            var start = SkipBlank(text, at);
            if (start == at)
            {
                continue;
            }

            var end = EndOf(text, start, TokenText);
            if (LooksRandom(text[start..end]))
            {
                found.Add((start, end));
            }

            at = end;
        }

        for (var at = 0; Next(text, "uthorization", ref at);)
        {
            at += "uthorization".Length;
            var start = at;
            while (start < text.Length && start < at + 8 && (text[start] is ':' or '=' or '"' or '\'' or ' '))
            {
                start++;
            }

            if (!text[start..].StartsWith("basic", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            start = SkipBlank(text, start + "basic".Length);
            var end = EndOf(text, start, TokenText);
            if (end - start >= 4)
            {
                found.Add((start, end));
            }

            at = end;
        }
    }

    // "Bearer token not provided", "Bearer authentication is required" are words, not tokens.
    private static bool LooksRandom(ReadOnlySpan<char> text) =>
        text.Length >= 20 || (text.Length >= 6 && (text.ContainsAnyInRange('0', '9') || (text[1..].ContainsAnyInRange('A', 'Z') && text.ContainsAnyInRange('a', 'z'))));

    private static void FindParameter(ReadOnlySpan<char> text, string name, List<(int Start, int End)> found)
    {
        for (var at = 0; Next(text, name, ref at);)
        {
            var isParameter = at == 0 || text[at - 1] is '?' or '&' or ';';
            at += name.Length;
            if (!isParameter)
            {
                continue;
            }

            var start = at;
            var length = text[at..].IndexOfAny(EndOfParameter);
            at = length < 0 ? text.Length : at + length;
            if (at > start && !text[start..].StartsWith("[redacted", StringComparison.Ordinal))
            {
                found.Add((start, at));
            }
        }
    }

    // AWS_SECRET_ACCESS_KEY=wJalr…   aws_secret_access_key = wJalr…   "SecretAccessKey": "wJalr…"
    private static void FindNamedValue(ReadOnlySpan<char> text, string name, List<(int Start, int End)> found)
    {
        for (var at = 0; Next(text, name, ref at);)
        {
            at += name.Length;
            var start = SkipSeparators(text, at);
            var end = EndOf(text, start, TokenText);
            if (start > at && end - start >= 16)
            {
                found.Add((start, end));
            }

            at = Math.Max(at, end);
        }
    }

    // kubeadm join --token abcdef.0123456789abcdef      token: "abcdef.0123456789abcdef"
    private static void FindBootstrapTokens(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        for (var at = 0; Next(text, "token", ref at);)
        {
            at += "token".Length;
            var start = SkipSeparators(text, at);
            if (start > at && start + BootstrapLength <= text.Length && IsBootstrapToken(text.Slice(start, BootstrapLength))
                && (start + BootstrapLength == text.Length || !LowerAndDigits.Contains(text[start + BootstrapLength])))
            {
                at = start + BootstrapLength;
                found.Add((start, at));
            }
        }
    }

    private static void FindPrivateKeys(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        const string Begin = "-----BEGIN ";
        const string Marker = "PRIVATE KEY";
        for (var at = 0; Next(text, Begin, ref at);)
        {
            var start = at;
            at += Begin.Length;
            var label = text[at..Math.Min(text.Length, at + 40)];
            if (label.IndexOf(Marker, StringComparison.OrdinalIgnoreCase) < 0)
            {
                continue;
            }

            // A key that is cut off runs to the end of the text.
            var end = text[at..].IndexOf("-----END ", StringComparison.OrdinalIgnoreCase);
            if (end >= 0)
            {
                end += at + "-----END ".Length;
                var close = text[end..].IndexOf("-----");
                at = close < 0 ? text.Length : end + close + 5;
            }
            else
            {
                at = text.Length;
            }

            found.Add((start, at));
        }
    }

    // client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ…   (certificates begin alike and are public)
    private static void FindEncodedPrivateKeys(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        const string Begin = "LS0tLS1CRUdJTi";
        Span<byte> bytes = stackalloc byte[45];
        for (var at = 0; Next(text, Begin, ref at);)
        {
            var start = at;
            at = EndOf(text, at, Base64);
            var head = text[start..Math.Min(at, start + 60)];
            if (Convert.TryFromBase64Chars(head[..(head.Length / 4 * 4)], bytes, out var count) && bytes[..count].IndexOf("PRIVATE KEY"u8) >= 0)
            {
                found.Add((start, at));
            }
        }
    }

    private static void FindPrefixed(
        ReadOnlySpan<char> text, string prefix, SearchValues<char> allowed, int minLength, List<(int Start, int End)> found)
    {
        for (var at = 0; Next(text, prefix, ref at);)
        {
            var start = at;
            at += prefix.Length;
            var end = EndOf(text, at, allowed);
            if (end - at >= minLength)
            {
                found.Add((start, end));
            }

            at = end;
        }
    }

    private static bool Next(ReadOnlySpan<char> text, string literal, ref int at)
    {
        if (at > text.Length)
        {
            return false;
        }

        var next = text[at..].IndexOf(literal, StringComparison.OrdinalIgnoreCase);
        at += Math.Max(0, next);
        return next >= 0;
    }

    private static int EndOf(ReadOnlySpan<char> text, int at, SearchValues<char> allowed)
    {
        var length = text[at..].IndexOfAnyExcept(allowed);
        return length < 0 ? text.Length : at + length;
    }

    private static int SkipBlank(ReadOnlySpan<char> text, int at)
    {
        while (true)
        {
            if (at < text.Length && text[at] is ' ' or '\t' or '+')
            {
                at++;
            }
            else if (text[at..].StartsWith("%20", StringComparison.Ordinal))
            {
                at += 3;
            }
            else
            {
                return at;
            }
        }
    }

    private static int SkipSeparators(ReadOnlySpan<char> text, int at)
    {
        var end = Math.Min(text.Length, at + 8);
        while (at < end && text[at] is ' ' or '\t' or '=' or ':' or '"' or '\'' or '\\' or '>' or '`')
        {
            at++;
        }

        return at;
    }

    private static SearchValues<char> Chars(string others) =>
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + others);
}
