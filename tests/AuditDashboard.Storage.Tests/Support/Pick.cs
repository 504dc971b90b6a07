using CsCheck;

namespace AuditDashboard.Storage.Tests.Support;

/// <summary>Generators of given values.</summary>
public static class Pick
{
    public static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
