# language: zh-CN
@v3 @person
功能: 获取个人认证与授权页面链接
  依据: auth3/rx8igf

  @PSN-LINK-01
  场景: 得到流程号、长链接和短链接
    假如 一个未实名的人
    当 调用方为他申请实名链接
    那么 调用成功
    而且 返回数据为
      | authFlowId   | 非空 |
      | authUrl      | 非空 |
      | authShortUrl | 非空 |

  @PSN-LINK-02 @page
  场景: 长链接和短链接打开的是同一个页面
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    当 他在电脑上打开链接
    那么 页面是「应用授权」
    当 他在手机上打开长链接
    那么 页面是「应用授权」

  @PSN-LINK-03
  场景: 流程未结束时同样的参数得到同一个流程号
    依据: auth3/rx8igf；同样参数同一流程 Unknown，本项目的选择：用户都这样说
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    当 调用方用同样的参数再申请一次
    那么 两次得到同一个流程号

  @PSN-LINK-04
  场景: 参数不同就是另一个流程
    依据: auth3/rx8igf；Unknown，本项目的选择：参数不同就是另一件事
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    当 调用方改动参数再申请一次
      | redirectConfig.redirectDelayTime | "7" |
    那么 两次得到不同的流程号

  @PSN-LINK-05 @page @sms
  场景: 流程结束后同样的参数得到新的流程
    依据: auth3/rx8igf；Unknown，本项目的选择：结束的流程不能再用
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他完成了手机号认证
    当 调用方用同样的参数再申请一次
    那么 两次得到不同的流程号

  @PSN-LINK-06 @clock
  场景: 三十天后同样的参数得到新的流程
    依据: auth3/rx8igf（30天）
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    当 时间过去30天
    而且 调用方用同样的参数再申请一次
    那么 两次得到不同的流程号

  @PSN-LINK-07
  场景大纲: 缺少参数：<情形>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450001
    假如 一个未实名的人
    当 调用方申请链接，请求体为
      """
      <请求体>
      """
    那么 错误码是1450001

    例子:
      | 情形                | 请求体                  |
      | 空对象              | {}                      |
      | psnAuthConfig为null | {"psnAuthConfig": null} |

  @PSN-LINK-08
  场景大纲: 参数错误：<字段>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450002
    假如 一个未实名的人
    当 调用方为他申请实名链接
      | <字段> | <内容> |
    那么 错误码是1450002

    例子:
      | 字段                                                    | 内容             |
      | clientType                                              | TV               |
      | psnAuthConfig.psnAuthPageConfig.psnDefaultAuthMode      | PSN_VOICE        |
      | psnAuthConfig.psnAuthPageConfig.psnAvailableAuthModes   | ["PSN_VOICE"]    |
      | psnAuthConfig.psnAuthPageConfig.psnEditableFields       | ["address"]      |
      | psnAuthConfig.psnAuthPageConfig.advancedVersion         | ["PSN_FACE"]     |
      | authorizeConfig.authorizedScopes                        | ["read_all"]     |
      | psnAuthConfig.psnInfo.psnIDCardType                     | CRED_PSN_UNKNOWN |

  @PSN-LINK-09
  场景大纲: 参数格式错误：<字段>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450003
    假如 一个未实名的人
    当 调用方为他申请实名链接
      | <字段> | <内容> |
    那么 错误码是1450003

    例子:
      | 字段                                | 内容                 |
      | psnAuthConfig.psnAccount            | 1395740010           |
      | psnAuthConfig.psnInfo.psnMobile     | 12345                |
      | psnAuthConfig.psnInfo.psnIDCardNum  | 330213199004123018   |
      | psnAuthConfig.psnInfo.bankCardNum   | 6217001480000001014  |
      | redirectConfig.redirectUrl          | nowhere              |
      | notifyUrl                           | nowhere              |
      | psnAuthConfig                       | "text"               |

  @PSN-LINK-10
  场景大纲: 请求体不是JSON对象：<请求体>
    依据: codemsg-v3/agi7xuv4yrw1i8f3；Unknown，取1450003
    假如 一个未实名的人
    当 调用方申请链接，请求体为
      """
      <请求体>
      """
    那么 调用失败

    例子:
      | 请求体            |
      | {"psnAuthConfig": |
      | []                |
      | 7                 |

  @PSN-LINK-11
  场景大纲: 真实客户端会这样写：<情形>
    依据: auth3/rx8igf；空值和写法是本项目的选择：常见客户端都在用
    假如 一个未实名的人
    当 调用方为他申请实名链接
      | <字段> | <内容> |
    那么 调用成功

    例子:
      | 情形           | 字段                             | 内容               |
      | 小写的ALL      | clientType                       | all                |
      | 数字的秒数     | redirectConfig.redirectDelayTime | 3                  |
      | 文本的秒数     | redirectConfig.redirectDelayTime | "3"                |
      | 空的通知地址   | notifyUrl                        | ""                 |
      | 自有协议地址   | redirectConfig.redirectUrl       | esign://demo/back  |
      | 未知的字段     | repeatableAuth                   | true               |
      | 应用唤起地址   | appScheme                        | esign://demo/back  |
      | 空的账号标识   | psnAuthConfig.psnId              | ""                 |
      | 空的权限列表   | authorizeConfig                  | {"authorizedScopes": []} |

  @PSN-LINK-12
  场景: 未知的个人账号ID
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1435203
    假如 一个未实名的人
    当 调用方为他申请实名链接
      | psnAuthConfig | {"psnId": "00000000000000000000000000000000"} |
    那么 错误码是1435203

  @PSN-LINK-13 @page
  场景: 用个人账号ID申请链接
    依据: auth3/rx8igf psnId
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    而且 调用方知道他的个人账号ID
    当 调用方改动参数再申请一次
      | psnAuthConfig | {"psnId": "{个人账号ID}"} |
    那么 调用成功
    当 他在电脑上打开链接
    那么 「账号」不可修改
    而且 「账号」中是"{账号}"

  @PSN-LINK-14
  场景: 请求体可以排版和转义
    依据: 本项目的选择：JSON的排版和转义不改变内容，常见客户端都在用
    假如 一个未实名的人
    当 调用方申请链接，请求体为
      """
      {
        "psnAuthConfig" : {
          "psnAccount" : "13957400101",
          "psnInfo" : { "psnName" : "\u6797\u77e5\u79cb", "psnMobile" : "" }
        }
      }
      """
    那么 调用成功

  @PSN-LINK-15 @strict
  场景大纲: 写法不对的个人账号ID就是不存在的账号：<账号ID>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1435203（账号不存在或已注销 :%s）
    假如 一个未实名的人
    当 调用方为他申请实名链接
      | psnAuthConfig | {"psnId": "<账号ID>"} |
    那么 错误码是1435203
    而且 错误信息包含"<账号ID>"

    例子:
      | 账号ID                            |
      | abc                               |
      | 0000000000000000000000000000000g  |
      | 00000000000000000000000000000000  |
