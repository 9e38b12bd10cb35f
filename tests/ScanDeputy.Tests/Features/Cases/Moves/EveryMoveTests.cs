using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Telling;
using ScanDeputy.Server.Pages.Cases.Forms;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>Nothing that belongs to a move can be forgotten: every part is looked for, under the move's one name.</summary>
public sealed class EveryMoveTests
{
    private static readonly SourceTree Source = SourceTree.Find();

    [Fact]
    public async Task Every_move_stands_in_all_its_places()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        var parts = new MoveParts(Source, (await client.GetAsync("/openapi/v1.json")).Body!.AsObject());

        Assert.Empty(from move in Enum.GetValues<Move>() from part in parts.MissingOf(move) select $"{move}: {part}");
    }

    /// <summary>A planted move, of which there is nothing but a number.</summary>
    [Fact]
    public void A_move_without_its_parts_is_named_with_each_of_them() => Assert.Equal(
        ["command", "domain file", "table row", "name", "word", "endpoint", "server file", "operation", "form", "form's fields", "what is said afterwards"],
        new MoveParts(Source, []).MissingOf((Move)99));

    /// <summary>Only the moves of the description that are the program's; a form or endpoint of what is no move would be reachable and unknown.</summary>
    [Fact]
    public void The_program_s_own_moves_have_neither_endpoint_nor_form()
    {
        var own = MoveTable.Rows.Where(row => row.By.All(party => party == Party.System)).Select(row => row.Move).Distinct().ToList();

        Assert.Equal([Move.LookBack, Move.ExpireEvaluation, Move.LapseVerdict, Move.Close, Move.HandOn], own);
        Assert.Empty(MoveEndpoints.All.Keys.Intersect(own));
        Assert.Empty(CaseForms.Forms.Select(form => form.Move).Intersect(own));
    }

    [Fact]
    public async Task Every_audience_is_found()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandedOverAsync();
        await chain.AssignAsync("agency-2");

        var found = await server.Services.GetRequiredService<Database>().WriteAsync(
            async scope =>
            {
                var file = (await CaseFile.LoadAsync(scope.Connection, chain.CaseId, scope.Transaction))!;
                var accounts = new List<(Audience To, int Count)>();
                foreach (var audience in Enum.GetValues<Audience>())
                    accounts.Add((audience, (await CaseRecipients.FindAsync(scope, audience, file)).Count));
                await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => CaseRecipients.FindAsync(scope, (Audience)99, file));
                return accounts;
            },
            CancellationToken.None);

        // Only an own suggestion has co-signers: OwnSuggestionTests tell them.
        Assert.Equal([Audience.CoSigners, Audience.AskedCoSigners], found.Where(entry => entry.Count == 0).Select(entry => entry.To));
    }
}
