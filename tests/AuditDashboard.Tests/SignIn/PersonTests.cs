using System.Net;
using System.Security.Claims;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.Tests.SignIn;

public sealed class PersonTests
{
    [Theory]
    [InlineData(DashboardRole.Viewer, true, false, false)]
    [InlineData(DashboardRole.Reviewer, true, true, false)]
    [InlineData(DashboardRole.Administrator, true, true, true)]
    public void May_EachRole_WhatThoseBeforeItMay(DashboardRole role, bool viewer, bool reviewer, bool administrator)
    {
        var person = new Person("ann", role, IsSignedIn: true);

        Assert.Equal((viewer, reviewer, administrator), (person.May(DashboardRole.Viewer), person.May(DashboardRole.Reviewer), person.May(DashboardRole.Administrator)));
        Assert.Equal(person, Person.From(person.ToPrincipal("Session", "secret")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4")]
    [InlineData("administrator")]
    [InlineData("")]
    public void From_RoleThatIsNone_IsNobody(string role) =>
        Assert.Null(Person.From(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ann"), new Claim(ClaimTypes.Role, role)], "Session"))));

    [Fact]
    public void From_NobodySignedIn_IsNobody()
    {
        Assert.Null(Person.From(new ClaimsPrincipal()));
        Assert.Null(Person.From(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ann"), new Claim(ClaimTypes.Role, "Administrator")]))));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("alice@example.com")]
    [InlineData("Zoë Müller")]
    [InlineData("山田 太郎")]
    public void Name_OfAPerson_IsTaken(string name) => Assert.Null(PersonName.FindProblem(name));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" alice")]
    [InlineData("alice ")]
    [InlineData("ali\nce")]
    [InlineData("ali\u202Ece")]
    [InlineData("ali\u200Bce")]
    [InlineData("ali\uFEFFce")]
    [InlineData("ali\u2028ce")]
    [InlineData("ali\uE000ce")]
    [InlineData("ali\uFFFDce")]
    [InlineData("ali\uD800ce")]
    [InlineData("(command line)")]
    [InlineData("Local")]
    public void Name_ThatCouldBeTakenForAnother_IsRefused(string name) => Assert.NotNull(PersonName.FindProblem(name));

    [Fact]
    public void Name_TooLong_IsRefused()
    {
        Assert.Null(PersonName.FindProblem(new string('a', CredentialStore.MaxName)));
        Assert.NotNull(PersonName.FindProblem(new string('a', CredentialStore.MaxName + 1)));
    }

    [Fact]
    public void Role_InWords_ComesBack()
    {
        Assert.Equal(["viewer", "reviewer", "administrator"], RoleWords.All);
        Assert.All(Enum.GetValues<DashboardRole>(), role => Assert.Equal(role, RoleWords.Find(RoleWords.Of(role).ToUpperInvariant())));
        Assert.Null(RoleWords.Find("root"));
    }

    [Fact]
    public void Buckets_AllAddresses_AreFew_AndANetworkIsOne()
    {
        var first = AddressBuckets.Of(IPAddress.Parse("2001:db8:1:2::1"));

        Assert.Equal(first, AddressBuckets.Of(IPAddress.Parse("2001:db8:1:2:ffff:ffff:ffff:ffff")));
        Assert.Equal(AddressBuckets.Of(IPAddress.Parse("192.0.2.7")), AddressBuckets.Of(IPAddress.Parse("::ffff:192.0.2.7")));
        var all = Enumerable.Range(0, 100_000).Select(i => AddressBuckets.Of(new IPAddress(i * 40_503L & 0xFFFF_FFFF))).ToList();
        Assert.All(all, bucket => Assert.InRange(bucket, 0, AddressBuckets.Count - 1));
        Assert.True(all.Distinct().Count() > AddressBuckets.Count / 2);
    }

    [Fact]
    public void Refusals_OfAFlood_AreOneASecondWithTheCountOfTheOthers()
    {
        var clock = new FakeTimeProvider();
        var gate = new RefusalGate(clock);

        Assert.True(gate.TryPass(null, out var skipped));
        Assert.Equal(0, skipped);
        for (var i = 0; i < 999; i++)
        {
            Assert.False(gate.TryPass(null, out _));
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(gate.TryPass(null, out skipped));
        Assert.Equal(999, skipped);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(gate.TryPass(null, out skipped));
        Assert.Equal(0, skipped);
    }

    [Fact]
    public void Refusals_OfAPerson_AreNotHiddenByAFloodOfOthers()
    {
        var gate = new RefusalGate(new FakeTimeProvider());
        for (var i = 0; i < 1_000; i++)
        {
            gate.TryPass(null, out _);
            gate.TryPass("mallory", out _);
        }

        Assert.True(gate.TryPass("ann", out var skipped));
        Assert.Equal(0, skipped);
        Assert.False(gate.TryPass("ann", out _));
    }

    [Fact]
    public void Refusals_OfMorePersonsThanAreKeptApart_AreCountedWithNobodys()
    {
        var clock = new FakeTimeProvider();
        var gate = new RefusalGate(clock);
        for (var i = 0; i < RefusalGate.MaxPersons; i++)
        {
            Assert.True(gate.TryPass($"p{i}", out _));
        }

        Assert.True(gate.TryPass("one more", out _));
        Assert.False(gate.TryPass("and another", out _));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(gate.TryPass("and another", out var skipped)); // the others' seconds are over: there is room again
        Assert.Equal(0, skipped);
        Assert.True(gate.TryPass(null, out skipped));
        Assert.Equal(1, skipped);
    }
}
