namespace AuditDashboard.Tests.EventList;

/// <summary>Names that an attacker would choose: markup, script, formats, control and bidirectional characters, broken surrogates, length.</summary>
internal static class HostileText
{
    public static TheoryData<string> All => [.. Values];

    public static IReadOnlyList<string> Values { get; } =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' onmouseover='alert(1)",
        "</td></tr></table><iframe src=//evil.example>",
        "{0}{1}%s%n${jndi:ldap://x}{{7*7}}",
        "javascript:alert(1)",
        "a&b=c#d?e=f+g%41%00",
        "\u202Egnp.exe\u2066\u2069",
        "line1\r\nline2\tend\u0000",
        "\u001b[31mred\u0007",
        "zero\u200Bwidth\uFEFF",
        "lone \uD800 surrogate \uDC00",
        "emoji \U0001F600 and 中文 العربية",
        "=HYPERLINK(\"http://evil\")",
        new string('x', 900),
        "  spaces  ",
        "",
    ];
}
