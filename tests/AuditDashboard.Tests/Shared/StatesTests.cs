using AuditDashboard.Shared.States;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace AuditDashboard.Tests.Shared;

public sealed class StatesTests : DashboardTestContext
{
    [Fact]
    public void States_AllFour_LookDifferent()
    {
        var loading = Render<Loading>();
        var empty = Render<EmptyState>(p => p.Add(c => c.Title, "No changes."));
        var missing = Render<NotCollected>(p => p.Add(c => c.Title, "Not collected since 14:01."));
        var failed = Render<FailedState>(p => p.Add(c => c.Title, "The list could not be read.").Add(c => c.Message, "The file is locked."));

        Assert.Equal("status", loading.Find("div").GetAttribute("role"));
        Assert.Empty(empty.FindAll(".hatch"));
        Assert.Single(missing.FindAll(".hatch"));
        Assert.Equal("alert", failed.Find("div").GetAttribute("role"));
        Assert.Equal(4, new[] { loading.Find("div").ClassName, empty.Find("div").ClassName, missing.Find("div").ClassName, failed.Find("div").ClassName }.Distinct().Count());
    }

    [Fact]
    public void Panel_ChildThatThrows_SaysSoAndRecovers()
    {
        var isBroken = true;
        var cut = Render<Panel>(p => p.Add(c => c.Name, "The chart").Add(c => c.ChildContent, builder =>
        {
            builder.OpenComponent<Fragile>(0);
            builder.AddComponentParameter(1, nameof(Fragile.IsBroken), isBroken);
            builder.CloseComponent();
        }));
        Assert.Contains("The chart could not be shown.", cut.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", cut.Markup, StringComparison.Ordinal);

        isBroken = false;
        cut.Find("button").Click();

        Assert.Contains("all well", cut.Markup, StringComparison.Ordinal);
    }

    private sealed class Fragile : ComponentBase
    {
        [Parameter]
        public bool IsBroken { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddContent(0, IsBroken ? throw new InvalidOperationException("secret detail") : "all well");
    }
}
