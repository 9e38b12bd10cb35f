using ScanDeputy.Server.Features.Administration.Keys;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Commands;

/// <summary>
/// Replaces the key of personal data while the program runs (docs/operations/keys.md). Where all nodes read one file, without an option;
/// where each machine has its copy: --add, copy the file, --use, copy the file, --rewrite.
/// </summary>
public static class RotateKeysCommand
{
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
        if (add)
            return Added(ring);
        if (use is not null)
            return await UseAsync(ring, use);
        if (!rewrite)
            Change(ring, KeyFile.Add(KeyFile.Read(ring.File), inUse: true));
        return await RewriteAsync(app, ring, ct);
    }

    private static int Added(KeyRing ring)
    {
        var content = KeyFile.Add(KeyFile.Read(ring.File), inUse: false);
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
        Console.WriteLine($"{ring.File}: '{content.Keys[0].Id}' is in use, {content.Keys.Count} keys are known.");
    }

    private static async Task<int> RewriteAsync(WebApplication app, KeyRing ring, CancellationToken ct)
    {
        var result = await app.Services.GetRequiredService<PersonalDataRotation>().RunAsync(ct);
        Console.WriteLine($"Wrote {result.Changed} values again with key '{ring.Current.Id}'.");
        if (result.Unreadable > 0)
            Console.WriteLine($"FAULT {result.Unreadable} values open with no key of this file and were left as they are.");
        Console.WriteLine("The key for look-ups (phones, openids) stays: accounts are found by it. Keep the old keys in the file as long as a backup needs them.");
        return result.Unreadable == 0 ? CommandLine.Done : CommandLine.FoundFaults;
    }
}
