using CsCheck;

namespace AuditDashboard.LogsInsights.Tests.Cases;

/// <summary>Generators that choose.</summary>
internal static class Pick
{
    public static Gen<string> From(params string[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);
}
