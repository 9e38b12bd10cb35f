using ScanDeputy.Server.Features.Administration.Keys;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Commands;

/// <summary>
/// Replaces the key of personal data while the program runs (docs/operations/keys.md). Where all nodes read one file, without an option;
/// where each machine has its copy: --add, copy the file, --use, copy the file, --rewrite.
/// </summary>
public static class RotateKeysCommand
{
    /// <summary>Until every program that reads the file looks with the new key as well, and what it had begun before has ended.</summary>
    private static readonly TimeSpan UntilKnown = TimeSpan.FromSeconds(1);

    public static readonly Command Description = new(
        "rotate-keys", "[--add | --use KEY | --rewrite]", "Makes a new key for personal data and writes everything again with it; old keys stay in the file.", RunAsync, "--add", "--rewrite");

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var (add, use, rewrite) = (app.Configuration.GetValue<bool>("add"), app.Configuration["use"], app.Configuration.GetValue<bool>("rewrite"));
        if ((add ? 1 : 0) + (use is null ? 0 : 1) + (rewrite ? 1 : 0) > 1)
            throw new UsageException("Give one of --add, --use and --rewrite, or none to do all three.");

        // Before the file is touched: a rewrite that cannot begin would leave a rotation half done.
        var database = await CommandLine.DatabaseOfAsync(app, ct);
        var ring = app.Services.GetRequiredService<KeyRing>();
        await CommandTrail.TellAsync(app, database, "rotate-keys", ct);
        var algorithm = SecurityPlatform.AlgorithmOf(app.Configuration);
        if (add)
            return Added(ring, algorithm);
        if (use is not null)
            return await UseAsync(ring, use);
        if (!rewrite)
            await ReplaceAsync(ring, algorithm, ct);
        return await RewriteAsync(app, ring, ct);
    }

    private static async Task ReplaceAsync(KeyRing ring, KeyAlgorithm algorithm, CancellationToken ct)
    {
        var content = KeyFile.Add(KeyFile.Read(ring.File), inUse: false, algorithm);
        KeyFile.Write(ring.File, content);
        await Task.Delay(UntilKnown, ct);
        Change(ring, KeyFile.Use(content, content.Keys[1].Id)!);
    }

    private static int Added(KeyRing ring, KeyAlgorithm algorithm)
    {
        var content = KeyFile.Add(KeyFile.Read(ring.File), inUse: false, algorithm);
        Change(ring, content);
        Console.WriteLine($"Now copy {ring.File} to every machine that runs the program, then run: rotate-keys --use {content.Keys[1].Id}");
        return CommandLine.Done;
    }

    private static async Task<int> UseAsync(KeyRing ring, string id)
    {
        if (KeyFile.Use(KeyFile.Read(ring.File), id) is not { } content)
        {
            await Console.Error.WriteLineAsync($"There is no key '{id}' in {ring.File}.");
            return CommandLine.FoundFaults;
        }

        Change(ring, content);
        Console.WriteLine($"Now copy {ring.File} to every machine again, then run: rotate-keys --rewrite");
        return CommandLine.Done;
    }

    private static void Change(KeyRing ring, KeyFile.Content content)
    {
        KeyFile.Write(ring.File, content);
        Console.WriteLine($"{ring.File}: '{content.Keys[0].Id}' is in use, {content.Keys.Count} keys are known. Its algorithm is {content.Keys[0].Algorithm.Name}.");
    }

    private static async Task<int> RewriteAsync(WebApplication app, KeyRing ring, CancellationToken ct)
    {
        var result = await app.Services.GetRequiredService<PersonalDataRotation>().RunAsync(ct);
        Console.WriteLine($"Wrote {result.Changed} values again with key '{ring.Current.Id}'.");
        if (result.Unreadable > 0)
            Console.WriteLine($"FAULT {result.Unreadable} values open with no key of this file and were left as they are.");
        // After the values: whoever was still looking with the old key alone when it was replaced has ended by now.
        var found = await app.Services.GetRequiredService<LookupRotation>().RunAsync(ct);
        Console.WriteLine($"Made {found.Changed} hashes anew by which phones and WeChats are found.");
        if (found.Twins.Count > 0)
            Console.WriteLine($"FAULT {found.Twins.Count} accounts have a phone or a WeChat that another account has, too, and were left as they are: {string.Join(", ", found.Twins)}.");
        Console.WriteLine("Keep the old keys in the file: backups, recovery codes and links that were sent need them.");
        return result.Unreadable + found.Twins.Count == 0 ? CommandLine.Done : CommandLine.FoundFaults;
    }
}
