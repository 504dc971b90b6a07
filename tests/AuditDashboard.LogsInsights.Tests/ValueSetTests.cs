using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Tests;

/// <summary>The values of a query inside <c>in (…)</c> are found as if each were compared by <c>=</c>.</summary>
public sealed class ValueSetTests
{
    private const string Zeros = "0000000000000000000000000000000";

    private static readonly Value[] Values =
    [
        .. new[] { "401", "401.0", "4.01e2", "1e3", "1e30", "0.5", ".5", "-3", "+3", Zeros + "401", "12345678901234567890123456789012345", "Get", "get", "", "true" }.Select(Value.OfText),
        .. new[] { "401", "401.0", "4.01e2", "1e3", "1000", "1e30", "0.5", "-3", "3", "12345678901234567890123456789012345" }.Select(Value.OfNumberText),
        Value.OfBoolean(true),
        Value.OfInstant(401_000),
        Value.OfInstant(401_001),
        Value.OfMap(new Dictionary<string, Value>()),
        default,
    ];

    [Fact]
    public void Holds_EachPairOfValues_AsComparedOneByOne()
    {
        foreach (var item in Values)
        {
            foreach (var value in Values)
            {
                var expected = !value.IsMissing ? Comparisons.AreEqual(value, item) ?? false : (bool?)null;
                Assert.True(expected == new ValueSet([item]).Holds(value), $"{value.Kind} {value.Print()} in ({item.Kind} {item.Print()})");
            }
        }
    }

    [Theory]
    [InlineData("4.01e2", true)]
    [InlineData("401", true)]
    [InlineData("402", false)]
    public void Holds_NumberWithExponent_AlsoTheTextOfItsCharacters(string text, bool isHeld) =>
        Assert.Equal(isHeld, new ValueSet([Value.OfNumberText("4.01e2")]).Holds(Value.OfText(text)));
}
