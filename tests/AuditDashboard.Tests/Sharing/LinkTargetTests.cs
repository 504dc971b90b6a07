using System.Reflection;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Sharing;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Tests.Sharing;

public sealed class LinkTargetTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/?v=1")]
    [InlineData("/changes?cluster=prod&from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&f.actor=arn:aws:iam::1:role/x&v=1")]
    [InlineData("/explore?q=fields%20verb%20%7C%20limit%203&v=1")]
    [InlineData("/event/0123456789abcdef0123456789abcdef?view=raw&v=1")]
    [InlineData("/events?q=https://evil.example")]
    [InlineData("/reviews/AAAAAAAAAAAAAAAAAAAAAAAA?show=open")]
    [InlineData("/snapshots/AAAAAAAAAAAAAAAAAAAAAAAA?page=2")]
    public void IsView_PathOfAView_IsOne(string target) => Assert.True(LinkTarget.IsView(target));

    [Theory]
    [InlineData("")]
    [InlineData("changes")]
    [InlineData("?x=1")]
    [InlineData("//evil.example")]
    [InlineData("//evil.example/changes")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/changes\r\nLocation: https://evil.example")]
    [InlineData("/changes?\u0000")]
    [InlineData("/changes?x=ü")]
    [InlineData("/changes#x")]
    [InlineData("/changes?x=\"><script>")]
    [InlineData("https://evil.example/changes")]
    [InlineData("https:/changes")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/../changes")]
    [InlineData("/changes/../sign-out")]
    [InlineData("/./changes")]
    [InlineData("/%2e%2e/changes")]
    [InlineData("/CHANGES")]
    [InlineData("/changes/")]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    [InlineData("/jobs")]
    [InlineData("/activity")]
    [InlineData("/links")]
    [InlineData("/s/AAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/api/v1/events")]
    [InlineData("/reviews/AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/reviews/AAAAAAAAAAAAAAAAAAAA/../")]
    [InlineData("/snapshots/")]
    [InlineData("/o/AAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/api/v1/reviews/AAAAAAAAAAAAAAAAAAAAAAAA/packet")]
    [InlineData("/api/v1/snapshots/AAAAAAAAAAAAAAAAAAAAAAAA/packet")]
    [InlineData("/event/")]
    [InlineData("/event/../../sign-out/aaaaaaaaaaaaaaa")]
    [InlineData("/event/0123456789abcdef0123456789abcdeg")]
    public void IsView_AnythingElse_IsNone(string target) => Assert.False(LinkTarget.IsView(target));

    [Fact]
    public void IsView_LongerThanAnyView_IsNone() => Assert.False(LinkTarget.IsView("/explore?q=" + new string('a', 70_000)));

    /// <summary>Each page that has the bar with Share is a view; a new one has to be decided about here.</summary>
    [Fact]
    public void Views_AreThePagesWithAScope()
    {
        var routes = typeof(PageFrame).Assembly.GetTypes()
            .Where(IsScoped)
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template)
            .Where(route => route != "/event/{Id}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(LinkTarget.Views.Order(StringComparer.Ordinal), routes);
    }

    private static bool IsScoped(Type type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (at.IsGenericType && at.GetGenericTypeDefinition() == typeof(ScopedPage<>))
            {
                return true;
            }
        }

        return false;
    }
}
