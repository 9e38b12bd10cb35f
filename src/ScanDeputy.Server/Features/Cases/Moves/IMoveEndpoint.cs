using System.Reflection;
using System.Text.Json;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>A move that people make, as a call of the API. Whoever implements it is mapped; there is no list to be forgotten.</summary>
public interface IMoveEndpoint
{
    static abstract Move Move { get; }

    /// <param name="moves">The group of one case, <c>/cases/{id}</c>.</param>
    static abstract void Map(RouteGroupBuilder moves);
}

/// <summary>Every move's endpoint of the program, in the order of the moves.</summary>
public static class MoveEndpoints
{
    public static IReadOnlyDictionary<Move, Type> All { get; } =
        (from type in typeof(IMoveEndpoint).Assembly.GetTypes()
         where type is { IsInterface: false } && typeof(IMoveEndpoint).IsAssignableFrom(type)
         let move = (Move)type.GetProperty(nameof(IMoveEndpoint.Move), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!
         orderby move
         select (move, type)).ToDictionary(pair => pair.move, pair => pair.type);

    public static void MapMoves(this RouteGroupBuilder cases)
    {
        var moves = cases.MapGroup("/{id}").WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(CaseView), ["application/json"]))
            .Refuses(CaseRefusals.MoveNotAllowed).ExpectsVersion().AnswersVersion();
        foreach (var (move, type) in All)
        {
            var one = moves.MapGroup("").WithName(OperationOf(move)).WithMetadata(new Callers(RolesOf(move)));
            type.GetMethod(nameof(IMoveEndpoint.Map), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [one]);
        }
    }

    /// <summary>The operation of the API's description: <c>CaseAnswer</c>.</summary>
    public static string OperationOf(Move move) => $"Case{move}";

    private static IReadOnlyList<string> RolesOf(Move move) =>
        [.. MoveTable.Rows.Where(row => row.Move == move).SelectMany(row => row.By).Select(party => JsonNamingPolicy.CamelCase.ConvertName(CaseAccess.RoleOf(party).ToString())).Distinct(StringComparer.Ordinal)];
}
