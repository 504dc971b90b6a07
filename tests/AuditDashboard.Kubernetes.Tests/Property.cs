using CsCheck;

namespace AuditDashboard.Kubernetes.Tests;

/// <summary>Runs a claim over generated values: the same ones in every run, so that a failure today is one tomorrow.</summary>
internal static class Property
{
    private const uint Stream = 1;
    private const ulong Seed = 20_261_123;

    public static void Holds<T>(Gen<T> values, Action<T> claim, int count)
    {
        var random = new PCG(Stream, Seed);
        for (var i = 0; i < count; i++)
        {
            var value = values.Generate(random, null, out _);
            try
            {
                claim(value);
            }
            catch (Exception exception)
            {
                // Any failure of the claim is one: which value it was is what the reader of the report needs.
                throw new Xunit.Sdk.XunitException($"value {i}: {(value is byte[] bytes ? Convert.ToHexString(bytes) : Print(value))}\n{exception}");
            }
        }
    }

    private static string Print<T>(T value) => value is System.Collections.IEnumerable items and not string ? string.Join(" ", items.Cast<object?>()) : value?.ToString() ?? "null";
}
