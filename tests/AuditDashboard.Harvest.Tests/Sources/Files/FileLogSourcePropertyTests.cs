using System.Globalization;

namespace AuditDashboard.Harvest.Tests.Sources.Files;

using TempFolder = Input.TempFolder;

/// <summary>Random lives of a log: whatever happens between two readings, every whole record comes, and comes once.</summary>
public sealed class FileLogSourcePropertyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RandomLife_LosesNothing_AndRepeatsNothing(bool withCopyTruncate)
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            using var folder = new TempFolder();
            var random = new Random(seed);
            var follower = new Follower([folder.Path], random.Next(1, 50));
            var clock = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            var live = folder["audit.log"];
            var expected = new List<string>();
            var pending = "";
            var copied = false;
            for (int step = 0, next = 0; step < 60; step++)
            {
                clock = clock.AddSeconds(1);
                switch (random.Next(withCopyTruncate ? 9 : 8))
                {
                    case 0 or 1 or 2:
                        for (var n = random.Next(1, random.Next(8) == 0 ? 600 : 20); n > 0; n--)
                        {
                            // The line that was begun before is ended first.
                            var whole = pending.Length > 0 ? expected[^1] : FileLogSourceTests.Event(next++);
                            File.AppendAllText(live, whole[(pending.Length > 0 ? pending.Length : 0)..] + "\n");
                            if (pending.Length == 0)
                            {
                                expected.Add(whole);
                            }

                            pending = "";
                        }

                        File.SetLastWriteTimeUtc(live, clock);
                        break;
                    case 3 when pending.Length == 0:
                        expected.Add(FileLogSourceTests.Event(next++));
                        pending = expected[^1][..random.Next(1, expected[^1].Length)];
                        File.AppendAllText(live, pending);
                        File.SetLastWriteTimeUtc(live, clock);
                        break;
                    case 4 when File.Exists(live) && pending.Length == 0:
                        File.Move(live, folder[string.Create(CultureInfo.InvariantCulture, $"audit-2026-01-01T00-00-{step:00}.000.log")]);
                        break;
                    case 5 when File.Exists(live) && pending.Length == 0:
                        File.WriteAllBytes(folder[$"audit.log.{step}.gz"], TempFolder.Gzip(await File.ReadAllBytesAsync(live, TestContext.Current.CancellationToken)));
                        File.SetLastWriteTimeUtc(folder[$"audit.log.{step}.gz"], clock);
                        File.Delete(live);
                        break;
                    case 6:
                        follower.Restart();
                        break;
                    case 8 when File.Exists(live) && pending.Length == 0:
                        File.Copy(live, folder[$"audit.log.{step}"]);
                        File.WriteAllBytes(live, []);
                        copied = true;
                        break;
                    default:
                        await follower.ReadAsync();
                        break;
                }
            }

            await follower.ReadAsync();
            await follower.ReadAsync();
            var complete = pending.Length > 0 ? expected[..^1] : expected;
            Assert.True(complete.ToHashSet().SetEquals(follower.Texts), $"Seed {seed}: lost or made up records.");
            Assert.True(copied || follower.Texts.Count == complete.Count, $"Seed {seed}: {follower.Texts.Count} records instead of {complete.Count}.");
        }
    }
}
