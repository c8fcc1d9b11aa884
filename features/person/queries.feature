# language: zh-CN
@v3 @person
功能: 查询个人认证信息、授权信息和流程详情
  依据: auth3/vssvtu, auth3/nurtvw, auth3/hlrs7s

  @PSN-QUERY-01
  场景: 未实名的账号
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    当 调用方查询他的认证信息
    那么 调用成功
    而且 返回数据为
      | realnameStatus    | 0      |
      | authorizeUserInfo | false  |
      | psnAccount        | 空或缺 |
      | psnInfo           | 空或缺 |

  @PSN-QUERY-02 @page @sms
  场景: 没有申请读取权限，实名后也看不到身份信息
    依据: auth3/vssvtu authorizeUserInfo
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"psn_initiate_sign"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他完成了手机号认证
    当 调用方查询他的认证信息
    那么 返回数据为
      | realnameStatus    | 1      |
      | authorizeUserInfo | false  |
      | psnInfo           | 空或缺 |
    当 调用方查询流程详情
    那么 返回数据为
      | authInfo.person.psnInfo | null |

  @PSN-QUERY-03 @page @sms
  场景: 有读取权限时给出身份信息
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他完成了手机号认证
    当 调用方查询他的认证信息
    那么 返回数据为
      | realnameStatus            | 1                  |
      | authorizeUserInfo         | true               |
      | psnAccount.accountMobile  | {手机号}           |
      | psnAccount.accountEmail   | null               |
      | psnInfo.psnName           | {姓名}             |
      | psnInfo.psnNationality    | null               |
      | psnInfo.psnIDCardNum      | {证件号}           |
      | psnInfo.psnIDCardType     | CRED_PSN_CH_IDCARD |
      | psnInfo.psnMobile         | {手机号}           |
      | psnInfo.bankCardNum       | null               |

  @PSN-QUERY-04 @page @sms
  场景: 四要素认证后有银行卡号
    依据: auth3/vssvtu bankCardNum
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他完成了银行卡认证
    当 调用方按个人账号ID查询他的认证信息
    那么 返回数据为
      | psnInfo.bankCardNum | {银行卡号}   |
      | psnInfo.psnMobile   | {预留手机号} |

  @PSN-QUERY-05 @page @sms
  场景: 按证件号查询已实名的人
    假如 一个已用手机号实名的人
    当 调用方按证件号查询他的认证信息
    那么 返回数据为
      | realnameStatus | 1 |

  @PSN-QUERY-06
  场景: 同时给出几个条件时psnId优先
    依据: auth3/vssvtu
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 调用方为别人申请了实名链接
    而且 调用方为他申请了实名链接
    而且 调用方知道他的个人账号ID
    当 调用方查询"/v3/persons/identity-info?psnAccount={别人.账号}&psnId={个人账号ID}"
    那么 返回数据为
      | psnId | {个人账号ID} |

  @PSN-QUERY-07
  场景大纲: 查询认证信息的参数有误：<情形>
    依据: codemsg-v3/agi7xuv4yrw1i8f3
    假如 一个未实名的人
    当 调用方查询"<路径>"
    那么 错误码是<错误码>

    例子:
      | 情形           | 路径                                                                                           | 错误码  |
      | 没有条件       | /v3/persons/identity-info                                                                      | 1450001 |
      | 缺证件类型     | /v3/persons/identity-info?psnIDCardNum=330213199004123017                                      | 1450001 |
      | 证件类型不存在 | /v3/persons/identity-info?psnIDCardNum=330213199004123017&psnIDCardType=CRED_PSN_UNKNOWN       | 1450002 |
      | 账号格式不对   | /v3/persons/identity-info?psnAccount=abc                                                       | 1450003 |
      | 没有这个人     | /v3/persons/identity-info?psnIDCardNum=330213199004123017&psnIDCardType=CRED_PSN_CH_IDCARD     | 1450008 |
      | 没有这个账号   | /v3/persons/identity-info?psnId=00000000000000000000000000000000                               | 1435203 |

  @PSN-QUERY-08
  场景: 查询未实名的人的授权信息
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450910
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    当 调用方查询他的授权信息
    那么 错误码是1450910

  @PSN-QUERY-09
  场景: 查询不存在的账号的授权信息
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1435203
    假如 一个未实名的人
    当 调用方查询"/v3/persons/00000000000000000000000000000000/authorized-info"
    那么 错误码是1435203

  @PSN-QUERY-10 @page @sms
  场景: 查询已授权的范围和期限
    依据: auth3/nurtvw；期限 auth3/hbnwxl0xg7cb2u6y（99年）
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"psn_initiate_sign,manage_psn_resource"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他完成了手机号认证
    当 调用方查询他的授权信息
    那么 返回的授权范围是"manage_psn_resource,psn_initiate_sign"
    而且 每项授权的期限是36135天

  @PSN-QUERY-11
  场景大纲: 查询不存在的流程：<流程号>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450007
    假如 一个未实名的人
    当 调用方查询"/v3/auth-flow/<流程号>"
    那么 错误码是1450007

    例子:
      | 流程号                              |
      | OF-00000000000000000000000000000000 |
      | abc                                 |

  @PSN-QUERY-12
  场景: 刚申请的流程
    依据: auth3/hlrs7s
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info"
    当 调用方查询流程详情
    那么 返回数据为
      | authFlowId                  | {流程号} |
      | authUrl                     | {长链接} |
      | authType                    | PSN      |
      | realNameStatus              | 0        |
      | authorizedStatus            | 2        |
      | realNameOrWillingness       | none     |
      | realNameOrWillingnessFlowId | "0"      |

  @PSN-QUERY-13
  场景: 别的应用查不到这个流程
    依据: auth3/hlrs7s；错误码 Unknown
    假如 一个未实名的人
    而且 还有另一个应用
    而且 调用方为他申请了实名链接
    当 另一个应用查询流程详情
    那么 调用失败

  @PSN-QUERY-14 @page @sms
  场景: 别的应用看不到授权给这个应用的身份信息
    依据: auth3/vssvtu（本应用持有的权限）
    假如 一个未实名的人
    而且 还有另一个应用
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他完成了手机号认证
    当 另一个应用查询他的认证信息
    那么 返回数据为
      | realnameStatus    | 1      |
      | authorizeUserInfo | false  |
      | psnInfo           | 空或缺 |

  @PSN-QUERY-15 @strict
  场景大纲: 写法不对的个人账号ID就是不存在的账号：<路径>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1435203（账号不存在或已注销 :%s）
    假如 一个未实名的人
    当 调用方查询"<路径>"
    那么 错误码是1435203
    而且 错误信息包含"abc"

    例子:
      | 路径                                  |
      | /v3/persons/identity-info?psnId=abc   |
      | /v3/persons/abc/authorized-info       |
