using AuditDashboard.Shared;
using AuditDashboard.Storage;
using Bunit;
using Microsoft.AspNetCore.Components.Rendering;

namespace AuditDashboard.Tests.Shared;

public sealed class LiveComponentTests : DashboardTestContext
{
    [Fact]
    public async Task Reload_NewerLoadEndsFirst_NewerWins()
    {
        var cut = Render<Probe>();
        var older = cut.InvokeAsync(cut.Instance.ReloadNowAsync);
        await cut.Instance.StartedAsync(1);
        var newer = cut.InvokeAsync(cut.Instance.ReloadNowAsync);
        await cut.Instance.StartedAsync(2);

        cut.Instance.Answer(2, "newer");
        cut.Instance.Answer(1, "older");
        await Task.WhenAll(older, newer);

        Assert.Equal("Ready newer ", cut.Markup);
    }

    [Fact]
    public async Task Refresh_WhileLoading_IsFollowedByOneMore()
    {
        var cut = Render<Probe>();
        var first = cut.InvokeAsync(cut.Instance.ReloadNowAsync);
        await cut.Instance.StartedAsync(1);
        await cut.InvokeAsync(cut.Instance.RefreshNowAsync);
        await cut.InvokeAsync(cut.Instance.RefreshNowAsync);

        cut.Instance.Answer(1, "first");
        await cut.Instance.StartedAsync(2);
        cut.Instance.Answer(2, "second");
        await first;

        Assert.Equal("Ready second ", cut.Markup);
        Assert.Equal(2, cut.Instance.Loads);
    }

    [Fact]
    public async Task Reload_Fails_KeepsOldDataAndSaysSo()
    {
        var cut = Render<Probe>();
        var first = cut.InvokeAsync(cut.Instance.ReloadNowAsync);
        await cut.Instance.StartedAsync(1);
        cut.Instance.Answer(1, "good");
        await first;

        var second = cut.InvokeAsync(cut.Instance.ReloadNowAsync);
        await cut.Instance.StartedAsync(2);
        cut.Instance.Fail(2, new StorageException("The file is locked."));
        await second;

        Assert.Equal("Ready good The file is locked.", cut.Markup);
    }

    [Fact]
    public async Task Reload_FirstFailsUnexpectedly_ShowsASentenceWithoutDetails()
    {
        var cut = Render<Probe>();
        var load = cut.InvokeAsync(cut.Instance.ReloadNowAsync);
        await cut.Instance.StartedAsync(1);
        cut.Instance.Fail(1, new InvalidOperationException("secret detail"));
        await load;

        Assert.Equal("Failed  The data could not be read. The log has the details.", cut.Markup);
    }

    private sealed class Probe : LiveComponent<string>
    {
        private readonly List<TaskCompletionSource<string>> _answers = [];
        private readonly List<TaskCompletionSource> _starts = [.. Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private readonly Lock _lock = new();

        public int Loads => _answers.Count;

        public Task ReloadNowAsync() => ReloadAsync();

        public Task RefreshNowAsync() => RefreshAsync();

        public Task StartedAsync(int number) => _starts[number - 1].Task;

        public void Answer(int number, string answer) => _answers[number - 1].TrySetResult(answer);

        public void Fail(int number, Exception exception) => _answers[number - 1].TrySetException(exception);

        protected override Task<string> LoadAsync(CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                _answers.Add(answer);
                _starts[_answers.Count - 1].SetResult();
            }

            return answer.Task;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, $"{Phase} {Data} {Failure}");
    }
}
