using AuditDashboard.Fuzzing;
using SharpFuzz;

// Coverage-guided fuzzing of what reads outside text. Not run by the tests, which replay the corpus in Cases/ alone. To fuzz, with
// AFL++ and the tool SharpFuzz.CommandLine of the package's version at hand:
//
//   dotnet publish tests/AuditDashboard.Fuzzing -c Release -o OUT
//   sharpfuzz OUT/AuditDashboard.LogsInsights.dll        (and .Harvest.dll, .Kubernetes.dll)
//   dotnet OUT/AuditDashboard.Fuzzing.dll seeds TARGET SEEDS
//   AFL_SKIP_BIN_CHECK=1 afl-fuzz -i SEEDS -o FOUND -t 1000 -m none -- dotnet OUT/AuditDashboard.Fuzzing.dll TARGET
//
// TARGET is one of query, selection, pair, input, event (FuzzTargets says what each holds to). A crash or hang under FOUND is looked at with
// a build that is not instrumented:
//
//   dotnet run --project tests/AuditDashboard.Fuzzing -c Release -- replay TARGET FILE...
//
// and after afl-cmin the inputs become lines of Cases/TARGET.txt:
//
//   dotnet OUT/AuditDashboard.Fuzzing.dll lines MINIMISED/* >> Cases/TARGET.txt
switch (args)
{
    case ["seeds", var target, var folder]:
        Directory.CreateDirectory(folder);
        foreach (var (input, index) in FuzzCorpus.Read(target).Select((bytes, i) => (bytes, i)))
        {
            File.WriteAllBytes(Path.Combine(folder, $"{index:d4}"), input);
        }

        return 0;
    case ["lines", .. var files]:
        foreach (var file in files)
        {
            Console.WriteLine(FuzzCorpus.ToLine(File.ReadAllBytes(file)));
        }

        return 0;
    case ["replay", var target, .. var files] when FuzzCorpus.Targets.Contains(target):
        foreach (var file in files)
        {
            Console.WriteLine(file);
            FuzzTargets.All[target](File.ReadAllBytes(file));
        }

        return 0;
    case [var target] when FuzzCorpus.Targets.Contains(target):
        // The targets are touched inside only: instrumented code crashes before the fuzzer has its memory.
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            FuzzTargets.All[target](copy.ToArray());
        });
        return 0;
    default:
        Console.Error.WriteLine($"Write one of: {string.Join(", ", FuzzCorpus.Targets)}; or: seeds TARGET FOLDER; lines FILE...; replay TARGET FILE...");
        return 2;
}
