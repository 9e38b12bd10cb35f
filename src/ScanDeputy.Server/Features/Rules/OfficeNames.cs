using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>Offices have no row of their own: there is one of each in a county, and it is called after the county.</summary>
public static class OfficeNames
{
    /// <summary>As it signs a paper.</summary>
    public static string InFull(Role role, string county) => Of("OfficeInFull", role, county);

    public static string InShort(Role role, string county) => Of("Office", role, county);

    public static Task<string> CountyAsync(DbConnection connection, string jurisdiction) =>
        connection.QueryFirstAsync<string>("select name from jurisdictions where code = @jurisdiction", new { jurisdiction });

    private static string Of(string list, Role role, string county) => $"{county}{Terms.Find($"{list}.{role}") ?? Terms.Of(role)}";
}
