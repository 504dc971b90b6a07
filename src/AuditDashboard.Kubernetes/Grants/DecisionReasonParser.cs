using System.Globalization;
using System.Text;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Grants;

/// <summary>Reads the texts that the API server's authorizers give as reasons. Never throws; what it does not know is <see cref="DecisionReason.Other"/>.</summary>
public static class DecisionReasonParser
{
    private const string Eks = "EKS Access Policy: allowed by ";
    private const string RbacPrefix = "RBAC: allowed by ";

    /// <summary>The reason that allowed an event's request; null where it was not allowed or the record says nothing of a decision.</summary>
    public static DecisionReason? Of(AuditEvent audit) => audit.Decision == "allow" ? Parse(audit.DecisionReason) : null;

    /// <summary>Reads the reason of an allowed request.</summary>
    /// <param name="text">
    /// <c>RBAC: allowed by RoleBinding "deployers/web" of ClusterRole "edit" to Group "web-team"</c> (name before namespace, also in <c>ServiceAccount "ci/web"</c>; texts quoted as Go does),
    /// <c>EKS Access Policy: allowed by ClusterRoleBinding "PRINCIPAL+POLICY" of …</c>, or nothing.
    /// </param>
    public static DecisionReason Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new DecisionReason.NotSaid();
        }

        if (text.StartsWith(Eks, StringComparison.Ordinal))
        {
            return ParseEks(text, text.AsSpan(Eks.Length)) ?? new DecisionReason.Other(text);
        }

        return text.StartsWith(RbacPrefix, StringComparison.Ordinal) && ParseRbac(text.AsSpan(RbacPrefix.Length)) is { } rbac ? rbac : new DecisionReason.Other(text);
    }

    private static DecisionReason? ParseEks(string text, ReadOnlySpan<char> rest)
    {
        // arn:aws:iam::111122223333:role/NAME+arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy
        if (!Word(ref rest, out _) || !Quoted(ref rest, out var name))
        {
            return null;
        }

        var plus = name.LastIndexOf("+arn:", StringComparison.Ordinal);
        return plus > 0 ? new DecisionReason.EksAccessPolicy(name[..plus], name[(plus + 1)..]) : new DecisionReason.Other(text);
    }

    private static DecisionReason.Rbac? ParseRbac(ReadOnlySpan<char> rest)
    {
        if (!Word(ref rest, out var kind) || kind is not ("RoleBinding" or "ClusterRoleBinding"))
        {
            return null;
        }

        // Some pipelines drop the quotes: ClusterRoleBinding system:public-info-viewer
        if (!Quoted(ref rest, out var name) && (rest is ['"', ..] || !Word(ref rest, out name)))
        {
            return null;
        }

        var binding = kind == "ClusterRoleBinding" ? new GrantBinding(null, name)
            : SplitName(name) is ({ } own, { } space) ? new GrantBinding(space, own)
            : null;
        if (binding is null)
        {
            return null;
        }

        if (!Take(ref rest, "of ") || !Word(ref rest, out var roleKind) || !Quoted(ref rest, out var role))
        {
            return new DecisionReason.Rbac(binding, null, null, null);
        }

        return new DecisionReason.Rbac(binding, roleKind, role, Take(ref rest, "to ") ? Subject(ref rest) : null);
    }

    private static RbacSubject? Subject(ref ReadOnlySpan<char> rest)
    {
        if (!Word(ref rest, out var kind) || !Quoted(ref rest, out var name))
        {
            return null;
        }

        if (kind != "ServiceAccount")
        {
            return new RbacSubject(kind, name, "");
        }

        return SplitName(name) is ({ } own, { } space) ? new RbacSubject(kind, own, space) : null;
    }

    // Neither names nor namespaces can hold a slash, so there is exactly one.
    private static (string? Name, string? Namespace) SplitName(string text) =>
        text.Split('/') is [{ Length: > 0 } name, { Length: > 0 } space] ? (name, space) : (null, null);

    private static bool Take(ref ReadOnlySpan<char> rest, string word)
    {
        if (!rest.StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        rest = rest[word.Length..];
        return true;
    }

    private static bool Word(ref ReadOnlySpan<char> rest, out string word)
    {
        var end = rest.IndexOf(' ');
        word = (end < 0 ? rest : rest[..end]).ToString();
        rest = end < 0 ? [] : rest[(end + 1)..];
        return word.Length > 0;
    }

    /// <summary>A text as Go's %q writes it, and the blank after it.</summary>
    private static bool Quoted(ref ReadOnlySpan<char> rest, out string text)
    {
        text = "";
        if (rest is not ['"', ..])
        {
            return false;
        }

        var plain = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case '"':
                    text = plain.ToString();
                    rest = rest[(i + 1)..].TrimStart(' ');
                    return true;
                case '\\' when i + 1 < rest.Length:
                    i += Escape(rest[(i + 1)..], plain);
                    break;
                default:
                    plain.Append(rest[i]);
                    break;
            }
        }

        return false; // cut off inside
    }

    /// <summary>Appends what an escape stands for; says how many characters it took after the backslash.</summary>
    private static int Escape(ReadOnlySpan<char> rest, StringBuilder plain)
    {
        var (digits, isRune) = rest[0] switch { 'x' => (2, false), 'u' => (4, true), 'U' => (8, true), _ => (0, false) };
        if (digits > 0)
        {
            if (rest.Length > digits && int.TryParse(rest.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                // \x01 is a control character; from \x80 on it is a byte that is no UTF-8.
                plain.Append((isRune || code < 0x80) && Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD");
                return digits + 1;
            }

            return 1;
        }

        plain.Append(rest[0] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', var other => other });
        return 1;
    }
}
