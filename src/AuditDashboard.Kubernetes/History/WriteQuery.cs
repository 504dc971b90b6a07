namespace AuditDashboard.Kubernetes.History;

/// <summary>What the query of a write's request URI says.</summary>
/// <param name="IsDryRun"><c>dryRun</c> is set.</param>
/// <param name="HasFieldManager"><c>fieldManager</c> is set, which every apply needs.</param>
/// <param name="HasForce"><c>force</c> is set, which only an apply may have.</param>
/// <param name="LabelSelector"><c>labelSelector</c>; null where absent or empty.</param>
/// <param name="FieldSelector"><c>fieldSelector</c>; null where absent or empty.</param>
/// <param name="PropagationPolicy"><c>propagationPolicy</c>; null where absent.</param>
internal sealed record WriteQuery(
    bool IsDryRun, bool HasFieldManager, bool HasForce, string? LabelSelector, string? FieldSelector, string? PropagationPolicy)
{
    /// <summary>Reads a request URI, such as <c>/apis/…/roles?labelSelector=a%3Db&amp;dryRun=All</c>. Never throws.</summary>
    public static WriteQuery Parse(string? uri)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var start = uri?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        foreach (var part in start < 0 ? [] : uri![(start + 1)..].Split('#')[0].Split('&'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? part : part[..equals]);
            var value = equals < 0 ? "" : Decode(part[(equals + 1)..]);
            if (!values.TryGetValue(name, out var first) || first.Length == 0)
            {
                values[name] = value;
            }
        }

        return new WriteQuery(
            Value("dryRun") is not null, Value("fieldManager") is not null, Value("force") is not null,
            Value("labelSelector"), Value("fieldSelector"), Value("propagationPolicy"));

        string? Value(string name) => values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
